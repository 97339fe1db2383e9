create or replace function sluice_private.compile_rules(
  rule_group jsonb,
  node_ids text[],
  item_names text[],
  depth int,
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
  v_item record;
  v_compiled record;
  v_parts text[] := array[]::text[];
  v_and_or text := case rule_group ->> 'combinator' when 'and' then ' && ' else ' || ' end;
begin
  refs := '{}';
  roots := '{}';
  weight := 0;
  problem := sluice_private.rule_group_fault(rule_group, depth);
  if problem is not null then
    return;
  end if;
  for v_item in
    select item.value, item.ordinal - 1 as place
    from jsonb_array_elements(rule_group -> 'rules') with ordinality as item (value, ordinal)
  loop
    if jsonb_typeof(v_item.value) = 'object' and v_item.value ?| '{rules,combinator}' then
      select compiled.predicate, compiled.refs, compiled.roots, compiled.weight,
        '.' || compiled.problem as problem
      into v_compiled
      from sluice_private.compile_rules(v_item.value, node_ids, item_names, depth + 1) as compiled;
    else
      select compiled.predicate, compiled.refs, compiled.roots, compiled.weight, compiled.problem
      into v_compiled
      from sluice_private.compile_rule(v_item.value, node_ids, item_names) as compiled;
    end if;
    weight := weight + v_compiled.weight;
    problem := format('rules[%s]%s', v_item.place, v_compiled.problem);
    if v_compiled.problem is not null then
      return;
    end if;
    refs := refs || v_compiled.refs;
    roots := roots || v_compiled.roots;
    v_parts := v_parts || v_compiled.predicate;
  end loop;
  problem := case
    when weight > 500 then 'rules are more than 500 in all, of which a matches counts as 25'
  end;
  predicate := format(
    case when rule_group -> 'not' = 'true' then '!(%s)' else '(%s)' end,
    array_to_string(v_parts, v_and_or)
  );
end;
$$;

comment on function sluice_private.compile_rules(jsonb, text[], text[], int) is
  'Compiles a rule group: its predicate, what it reads, its weight, or its problem.';
