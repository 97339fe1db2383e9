create or replace function sluice_private.lock_step(
  ready sluice_private.ready_steps,
  worker_id text,
  minutes int
)
returns sluice_private.step_leases
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lease sluice_private.step_leases;
begin
  perform sluice_private.hold_execution(ready.organization_id, ready.execution_id);
  with taken as (
    delete from sluice_private.ready_steps as r
    where r.organization_id = ready.organization_id
      and r.execution_id = ready.execution_id
      and r.frame_id = ready.frame_id
      and r.step_no = ready.step_no
    returning r.*
  )
  insert into sluice_private.step_leases (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at, start_by, worker_id, epoch, bound_at, expires_at, holder
  )
  select
    t.organization_id, t.execution_id, t.frame_id, t.step_no, t.generation, t.version_id, t.action,
    t.input, t.attempt, t.crashes, t.priority, t.ready_at, clock_timestamp(),
    md5(lock_step.worker_id)::uuid, 0, clock_timestamp(),
    clock_timestamp() + make_interval(mins => minutes), lock_step.worker_id
  from taken as t
  returning step_leases.* into v_lease;
  return v_lease;
end;
$$;

comment on function sluice_private.lock_step(sluice_private.ready_steps, text, int) is
  'Gives a step of the backlog to a worker outside, for so many minutes.';
