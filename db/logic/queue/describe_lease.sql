/* The idempotency key names the step, not the attempt: a repeat must not count twice. A
   compensation that is cut off by the end of more than its group is begun again, in another frame:
   its key names that of the step that it undoes. */
create or replace function sluice_private.describe_lease(lease sluice_private.step_leases)
returns setof sluice_private.handed_step
language sql
stable
begin atomic
  select
    lease.organization_id, lease.token, lease.execution_id, step.node_id, lease.action,
    lease.attempt,
    concat_ws(
      ':', lease.execution_id,
      case step.type when 'compensation'
        then coalesce(sluice_private.undone_frame(lease), lease.frame_id) else lease.frame_id end,
      lease.step_no, lease.generation
    ),
    lease.input::text,
    (extract(epoch from step.attempt_timeout) * 1000)::int,
    lease.token - 1,
    lease.crashes
  from sluice.workflow_steps as step
  where step.organization_id = lease.organization_id
    and step.version_id = lease.version_id
    and step.step_no = lease.step_no;
end;

comment on function sluice_private.describe_lease(sluice_private.step_leases) is
  'A lease as the worker gets it: what to run, with which input, under which key.';
