/* The ends in a cycle note which of its edges were live, in any iteration; they are for the frame
   around it alone. */
create or replace function sluice_private.leave_outputs(
  container sluice.workflow_steps,
  ended sluice_private.ended_iteration,
  frame_id bigint
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.live_outputs (
    organization_id, execution_id, frame_id, step_no, node_id, status, output
  )
  select
    kept.organization_id, kept.execution_id, ended.parent_id, kept.step_no, kept.node_id,
    kept.status, kept.output
  from sluice_private.live_outputs as kept
  cross join lateral (
    select known.type, known.scope
    from sluice.workflow_steps as known
    where known.organization_id = container.organization_id
      and known.version_id = container.version_id
      and known.step_no = kept.step_no
    offset 0
  ) as step
  where kept.organization_id = ended.organization_id
    and kept.execution_id = ended.execution_id
    and kept.frame_id = leave_outputs.frame_id
    and (step.type <> 'end' or (step.scope = container.step_no and kept.status <> 'skipped'))
  on conflict on constraint live_outputs_pkey do update
  set
    status = excluded.status,
    output = excluded.output;
end;
$$;

comment on function sluice_private.leave_outputs(
  sluice.workflow_steps, sluice_private.ended_iteration, bigint
) is
  'What the steps of an iteration of a cycle gave can be read in the frame around it, and in the '
  'next iteration until they have run again.';
