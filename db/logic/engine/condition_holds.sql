create or replace function sluice_private.condition_holds(
  step sluice.workflow_steps,
  context jsonb
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb := context;
begin
  if 'vars' = any (step.roots) then
    v_context := v_context || (
      select jsonb_build_object('vars', coalesce(
        sluice_private.variables_of(version.organization_id, version.workflow_id), '{}'
      ))
      from sluice.workflow_versions as version
      where version.organization_id = step.organization_id and version.id = step.version_id
    );
  end if;
  return coalesce(jsonb_path_match_tz(
    v_context, step.input_paths[cardinality(step.input_paths)], '{}', true
  ), false);
end;
$$;

comment on function sluice_private.condition_holds(sluice.workflow_steps, jsonb) is
  'Whether the condition of a wait holds, by the variables as they are now.';
