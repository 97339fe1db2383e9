/* Read without locks, taken under the executions' locks: one that is gone by then is not due. An
   event that a resume has just released is looked at first, the next time. */
create or replace function sluice_private.take_timers(
  organization_ids uuid[],
  execution_ids uuid[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_due sluice_private.timers[];
  v_overdue sluice_private.settled_step[];
begin
  with due as (
    delete from sluice_private.timers as timer
    using (
      select locked.* from unnest(organization_ids, execution_ids)
        as locked (organization_id, execution_id)
      limit cardinality(organization_ids)
    ) as locked
    where timer.organization_id = locked.organization_id
      and timer.execution_id = locked.execution_id
      and timer.due_at <= v_now
      and not timer.is_parked
      and not (timer.kind = 'wait' and exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = timer.organization_id
          and arrival.execution_id = timer.execution_id
          and arrival.frame_id = timer.frame_id
          and arrival.step_no = timer.step_no
          and arrival.kind = 'event'
          and not arrival.is_parked
      ))
    returning timer
  )
  select array_agg(due.timer) into v_due from due;
  if v_due is null then
    return;
  end if;

  with due as (select d.* from unnest(v_due) as d where d.kind = 'wait' limit cardinality(v_due)),
  ended as (
    delete from sluice_private.waits as w
    using due
    where w.organization_id = due.organization_id
      and w.execution_id = due.execution_id
      and w.frame_id = due.frame_id
      and w.step_no = due.step_no
    returning w.*, due.due_at
  )
  select array_agg((
    e.organization_id, e.execution_id, e.version_id, e.frame_id, e.step_no, e.generation,
    'completed',
    case e.due_port when 'timeout' then '{timeout}'::text[] else '{main,elapsed}' end, 1,
    e.input, jsonb_build_object('due_at', e.due_at), null, null, e.started_at, e.started_at,
    greatest(v_now, e.started_at), null, null, null, null
  )::sluice_private.settled_step)
  into settled
  from ended as e;

  perform sluice_private.forget_waits(settled);
  v_overdue := sluice_private.overdue_steps(v_due);
  settled := settled || v_overdue;
  perform sluice_private.release_retries(v_due);
  closing := sluice_private.overdue_frames(v_due, v_overdue);
end;
$$;

comment on function sluice_private.take_timers(uuid[], uuid[]) is
  'Takes the due timers of locked executions: waits and overdue steps end, retries become ready, '
  'deadlines close.';
