create or replace function sluice_private.take_leases(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[],
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_taken sluice_private.settled_step[];
begin
  with taken as (
    delete from sluice_private.step_leases as lease
    where lease.organization_id is not distinct from take_leases.organization_id
      and lease.execution_id = take_leases.execution_id
      and (frame_ids is null or lease.frame_id = any (frame_ids))
      and (step_nos is null or lease.step_no = any (step_nos))
    returning lease.*
  ),
  attempts as (
    insert into sluice_private.step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, started_at, finished_at
    )
    select
      taken.organization_id, taken.execution_id, taken.frame_id, taken.step_no, taken.generation,
      taken.attempt, taken.crashes, taken.token, taken.worker_id, taken.epoch, 'cancelled',
      taken.bound_at, greatest(v_now, taken.bound_at)
    from taken
    where taken.bound_at is not null
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, null, null,
    taken.ready_at, taken.bound_at, v_now, null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_leases(uuid, uuid, bigint[], int[]) is
  'Removes the leases of an execution, or of these frames and steps of it, so that late reports '
  'are refused; the steps, as cancelled.';
