create or replace function sluice_private.take_deferred(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
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
  delete from sluice_private.arrivals as arrival
  where arrival.organization_id = take_deferred.organization_id
    and arrival.execution_id = take_deferred.execution_id
    and arrival.frame_id = take_deferred.frame_id
    and arrival.kind = 'turn'
    and arrival.step_no = any (step_nos);

  with taken as (
    delete from sluice_private.arrivals as arrival
    where arrival.organization_id = take_deferred.organization_id
      and arrival.execution_id = take_deferred.execution_id
      and arrival.frame_id = take_deferred.frame_id
      and arrival.kind in ('fire', 'skip')
      and arrival.step_no = any (step_nos)
    returning arrival.*
  )
  select array_agg((
    taken.organization_id, taken.execution_id, null, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, 1, null, null, null, null, null, null, v_now, null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_deferred(uuid, uuid, bigint, int[]) is
  'Removes decided steps of a frame that were left to another transaction, as cancelled; and those '
  'that wait for their turn, which nothing counts.';
