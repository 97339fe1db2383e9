create or replace function sluice_private.tell_parents(ended sluice_private.executions[])
returns void
language sql
volatile
begin atomic
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  select
    child.organization_id, child.parent_execution_id, 'child', child.parent_frame_id,
    child.parent_step_no, child.parent_generation, child.status,
    jsonb_build_object(
      'id', child.id, 'workflow_id', child.workflow_id, 'output', child.output,
      'error', child.error
    )::text
  from unnest(ended) as child;
end;

comment on function sluice_private.tell_parents(sluice_private.executions[]) is
  'Leaves with who waits for them that these executions have ended, and how.';
