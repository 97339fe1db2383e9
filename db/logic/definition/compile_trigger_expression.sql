create or replace function sluice_private.compile_trigger_expression(
  field text,
  source jsonb,
  out path jsonpath,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if field = 'filter' then
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into path, refs, roots, problem
    from sluice_private.compile_condition(source, '{}', '{}') as compiled;
  else
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into path, refs, roots, problem
    from sluice_private.compile_expression(source #>> '{}', '{}', '{}') as compiled;
  end if;
  if problem is null and exists (select from unnest(roots) as root where root <> 'trigger') then
    problem := 'may read only $.trigger: nothing has run yet';
  end if;
end;
$$;

comment on function sluice_private.compile_trigger_expression(text, jsonb) is
  'Compiles the filter (a condition), the dedupe key or the exit (expressions) of a trigger.';
