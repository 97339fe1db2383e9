create or replace function sluice_private.take_ready(
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
    delete from sluice_private.ready_steps as ready
    where ready.organization_id = take_ready.organization_id
      and ready.execution_id = take_ready.execution_id
      and (frame_ids is null or ready.frame_id = any (frame_ids))
      and (step_nos is null or ready.step_no = any (step_nos))
    returning ready.*
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, null, null,
    taken.ready_at, null, v_now, null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_ready(uuid, uuid, bigint[], int[]) is
  'Removes the backlog of an execution, or of these frames and steps of it; the steps, as '
  'cancelled.';
