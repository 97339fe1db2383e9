/* On an empty context a predicate still answers one true, false or null; a path answers nothing. */
create or replace function sluice_private.compile_condition(
  source jsonb,
  node_ids text[],
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
  v_answer jsonb;
begin
  if jsonb_typeof(source) is distinct from 'string' then
    problem := 'must be a SQL/JSON path predicate in a string';
    return;
  end if;
  select compiled.path, compiled.refs, compiled.roots, compiled.problem
  into path, refs, roots, problem
  from sluice_private.compile_expression(source #>> '{}', node_ids) as compiled;

  if problem is null then
    v_answer := jsonb_path_query_array('{}', path, '{}', true);
    if jsonb_array_length(v_answer) <> 1
      or jsonb_typeof(v_answer -> 0) not in ('boolean', 'null')
    then
      problem := 'is not a predicate: compare something, or use exists(…)';
    end if;
  end if;
end;
$$;

comment on function sluice_private.compile_condition(jsonb, text[]) is
  'Compiles a condition, which must be a predicate: typed path, what it reads, or its problem.';
