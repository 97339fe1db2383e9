/* On an empty context a predicate still answers one true, false or null; a path answers nothing. */
create or replace function sluice_private.compile_condition(
  source jsonb,
  node_ids text[],
  item_names text[] default '{}',
  out path jsonpath,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_predicate text;
  v_answer jsonb;
begin
  if jsonb_typeof(source) = 'string' then
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into path, refs, roots, problem
    from sluice_private.compile_expression(source #>> '{}', node_ids, item_names) as compiled;
  elsif jsonb_typeof(source) = 'object' then
    select
      compiled.predicate, array(select distinct ref from unnest(compiled.refs) as ref order by 1),
      array(select distinct root from unnest(compiled.roots) as root order by 1), compiled.problem
    into v_predicate, refs, roots, problem
    from sluice_private.compile_rules(source, node_ids, item_names, 1) as compiled;
    problem := case
      when length(v_predicate) > 500000 then 'rules are too long in all'
      else problem
    end;
    path := case when problem is null then sluice_hidden.try_jsonpath('strict ' || v_predicate) end;
  else
    problem := 'must be a SQL/JSON path predicate in a string, or a rule group';
  end if;

  if problem is null then
    v_answer := jsonb_path_query_array('{}', path, '{}', true);
    if coalesce(
      jsonb_array_length(v_answer) <> 1
        or jsonb_typeof(v_answer -> 0) not in ('boolean', 'null'),
      true
    ) then
      problem := 'is not a predicate: compare something, or use exists(…)';
    end if;
  end if;
  path := case when problem is null then path end;
end;
$$;

comment on function sluice_private.compile_condition(jsonb, text[], text[]) is
  'Compiles a condition, a predicate or a rule group: typed path, what it reads, or its problem.';
