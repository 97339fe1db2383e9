create or replace function sluice_private.take_calls(
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
    delete from sluice_private.calls as c
    where c.organization_id = take_calls.organization_id
      and c.execution_id = take_calls.execution_id
      and (frame_ids is null or c.frame_id = any (frame_ids))
      and (step_nos is null or c.step_no = any (step_nos))
    returning c.*
  ),
  told as (
    insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
    select child.organization_id, child.id, 'cancel', jsonb_build_object(
      'class', 'cancelled', 'message', 'the step that called it has ended',
      'execution_id', taken.execution_id
    )::text
    from taken
    cross join lateral (
      select live.organization_id, live.id
      from sluice_private.live_executions as live
      where live.organization_id = taken.organization_id
        and live.id = taken.child_id
        and live.follows_parent
      offset 0
    ) as child
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, taken.error, null,
    taken.started_at, taken.started_at, greatest(v_now, taken.started_at), null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_calls(uuid, uuid, bigint[], int[]) is
  'Removes the calls of an execution, or of these frames and steps of it, and tells the children '
  'that follow them; the steps, as cancelled.';
