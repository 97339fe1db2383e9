/* A regular expression weighs as much as 25 rules: it takes long to prepare, each time. */
create or replace function sluice_private.compile_rule(
  rule jsonb,
  node_ids text[],
  item_names text[],
  out predicate text,
  out refs text[],
  out roots text[],
  out weight int,
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator record;
  v_field record;
  v_key text := (
    select min(key)
    from jsonb_object_keys(case jsonb_typeof(rule) when 'object' then rule else '{}' end) as key
    where key not in ('id', 'field', 'operator', 'value', 'valueSource')
  );
begin
  select known.name, known.value_kind
  into v_operator
  from sluice.condition_operators() as known
  where jsonb_typeof(rule -> 'operator') = 'string'
    and (known.name = rule ->> 'operator' or rule ->> 'operator' = any (known.aliases));
  select compiled.path, compiled.refs, compiled.roots, compiled.problem
  into v_field
  from sluice_private.compile_field(rule -> 'field', node_ids, item_names) as compiled;

  problem := case
    when jsonb_typeof(rule) <> 'object'
      then ' must be a rule, { "field", "operator", "value" }, or a group'
    when v_key is not null
      then format('.%s is not part of a rule, which has field, operator and value', v_key)
    when coalesce(rule ->> 'valueSource', 'value') <> 'value'
      then '.valueSource must be value; to compare two fields write a predicate'
    when v_field.problem is not null then '.field ' || v_field.problem
    when v_operator is null then sluice_private.operator_problem(rule -> 'operator')
    else '.value ' || sluice_private.value_kind_fault(v_operator.value_kind, rule -> 'value')
  end;
  if problem is not null then
    return;
  end if;
  weight := case v_operator.value_kind when 'regex' then 25 else 1 end;
  refs := v_field.refs;
  roots := v_field.roots;
  predicate := sluice_private.fill_predicate(
    v_operator.name, v_operator.value_kind, v_field.path, rule -> 'value'
  );
end;
$$;

comment on function sluice_private.compile_rule(jsonb, text[], text[]) is
  'Compiles one rule, { field, operator, value }: its predicate, what it reads, or its problem.';
