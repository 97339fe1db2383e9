create or replace function sluice_private.compile_openings(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  if sluice_private.has_simple_start(organization_id, version_id) is not true then
    return;
  end if;
  insert into sluice_private.step_successors (
    organization_id, version_id, step_no, node_id, type, is_kept, verdicts, next_no
  )
  select
    step.organization_id, step.version_id, step.step_no, step.node_id, step.type, false,
    jsonb_build_object('edges', jsonb_build_object(leaving.edge_id, true)), next.step_no
  from sluice_private.sole_edges(
    compile_openings.organization_id, compile_openings.version_id
  ) as leaving
  inner join sluice.workflow_steps as step on step.step_no = leaving.source
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  where step.organization_id = compile_openings.organization_id
    and step.version_id = compile_openings.version_id
    and step.type = 'trigger'
    and next.organization_id = step.organization_id
    and next.version_id = step.version_id
    and (next.scope, next.in_degree) = (0, 1)
  on conflict do nothing;
end;
$$;

comment on function sluice_private.compile_openings(uuid, uuid) is
  'Finds what alone follows the only trigger of a version, where that is not for a worker, or '
  'something is to be decided there.';
