create or replace function sluice_private.compile_ends(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  if not sluice_private.is_line(organization_id, version_id) then
    return;
  end if;
  insert into sluice_private.step_successors (
    organization_id, version_id, step_no, node_id, type, action, is_kept, next_no
  )
  select
    step.organization_id, step.version_id, step.step_no, step.node_id, step.type, step.action,
    false, 0
  from sluice.workflow_steps as step
  where step.organization_id = compile_ends.organization_id
    and step.version_id = compile_ends.version_id
    and (step.type, step.runs, step.is_sink) = ('action', 'worker', true)
    and num_nonnulls(step.timeout, step.cache_ttl, step.output_template) = 0;
end;
$$;

comment on function sluice_private.compile_ends(uuid, uuid) is
  'Finds the step that a worker runs with which every execution of a version ends, if any.';
