create or replace function sluice_private.steps_after(step sluice.workflow_steps)
returns table (node_id text)
language sql
stable
begin atomic
  with recursive following as (
    select edge.target
    from sluice.workflow_edges as edge
    where edge.organization_id = step.organization_id
      and edge.version_id = step.version_id
      and edge.source = step.step_no
    union
    select edge.target
    from following
    inner join sluice.workflow_edges as edge
      on edge.organization_id = step.organization_id
      and edge.version_id = step.version_id
      and edge.source = following.target
  )
  select known.node_id
  from following
  inner join sluice.workflow_steps as known
    on known.organization_id = step.organization_id
    and known.version_id = step.version_id
    and known.step_no = following.target;
end;

comment on function sluice_private.steps_after(sluice.workflow_steps) is
  'The nodes that some path leads to from a step, in its scope.';
