/* References become ids here: a workflow that is renamed later is still the one that was meant. */
create or replace function sluice_private.compile_calls(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  update sluice.workflow_steps as step
  set
    config = step.config || jsonb_build_object('workflow_id', called.id, 'version_id', (
      select pinned.id
      from sluice.workflow_versions as pinned
      where pinned.organization_id = compile_calls.organization_id
        and pinned.workflow_id = called.id
        and to_jsonb(pinned.number) = node.data -> 'version'
    ))
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.named_workflow(
    compile_calls.organization_id, node.data ->> 'workflow'
  ) as called
  where node.type = 'call'
    and step.organization_id = compile_calls.organization_id
    and step.version_id = compile_calls.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_calls(uuid, uuid, jsonb) is
  'Completes the steps of a version that are calls: what they call.';
