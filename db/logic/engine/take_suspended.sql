create or replace function sluice_private.take_suspended(
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
  with waiting as (
    delete from sluice_private.waits as w
    where w.organization_id = take_suspended.organization_id
      and w.execution_id = take_suspended.execution_id
      and (frame_ids is null or w.frame_id = any (frame_ids))
      and (step_nos is null or w.step_no = any (step_nos))
    returning w.*
  ),
  blocked as (
    delete from sluice_private.blocked_steps as b
    where b.organization_id = take_suspended.organization_id
      and b.execution_id = take_suspended.execution_id
      and (frame_ids is null or b.frame_id = any (frame_ids))
      and (step_nos is null or b.step_no = any (step_nos))
    returning b.*
  ),
  opened as (
    delete from sluice_private.containers as c
    where c.organization_id = take_suspended.organization_id
      and c.execution_id = take_suspended.execution_id
      and (frame_ids is null or c.frame_id = any (frame_ids))
      and (step_nos is null or c.step_no = any (step_nos))
    returning c.*
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, taken.error, null,
    taken.ready_at, taken.started_at, v_now, null, null
  )::sluice_private.settled_step)
  into v_taken
  from (
    select
      w.organization_id, w.execution_id, w.version_id, w.frame_id, w.step_no, w.generation,
      1 as attempt, w.input, null::jsonb as error, w.started_at as ready_at, w.started_at
    from waiting as w
    union all
    select
      b.organization_id, b.execution_id, b.version_id, b.frame_id, b.step_no, b.generation,
      b.attempt, b.input, b.error, b.ready_at, null
    from blocked as b
    union all
    select
      c.organization_id, c.execution_id, c.version_id, c.frame_id, c.step_no, c.generation,
      1, null, null, c.started_at, c.started_at
    from opened as c
    where not c.is_settled
  ) as taken;
  perform sluice_private.close_approvals(v_taken);
  return coalesce(v_taken, '{}')
    || sluice_private.take_calls(organization_id, execution_id, frame_ids, step_nos);
end;
$$;

comment on function sluice_private.take_suspended(uuid, uuid, bigint[], int[]) is
  'Removes the waits, calls, blocked steps and containers of an execution, or of these frames and '
  'steps of it; the steps, as cancelled.';
