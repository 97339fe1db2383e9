/* Read without locks, taken under the executions' locks: one that is gone by then is not due. An
   event that a resume has just released is looked at first, the next time. */
create or replace function sluice_private.take_timers(
  organization_ids uuid[],
  execution_ids uuid[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_due sluice_private.timers[];
  v_overdue sluice_private.settled_step[];
  v_again record;
begin
  with due as (
    delete from sluice_private.timers as timer
    using (
      select locked.* from unnest(organization_ids, execution_ids)
        as locked (organization_id, execution_id)
      limit cardinality(organization_ids)
    ) as locked
    where timer.organization_id = any (array[locked.organization_id])
      and timer.execution_id = locked.execution_id
      and timer.due_at <= v_now
      and timer.is_parked is not true
      and not (timer.kind in ('wait', 'poll') and exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = timer.organization_id
          and arrival.execution_id = timer.execution_id
          and arrival.frame_id = timer.frame_id
          and arrival.step_no = timer.step_no
          and arrival.kind = 'event'
          and arrival.is_parked is not true
        offset 0
      ))
    returning timer
  )
  select array_agg(due.timer) into v_due from due;
  if v_due is null then
    return;
  end if;

  if exists (select from unnest(v_due) as d where d.kind in ('poll', 'remind')) then
    settled := sluice_private.meet_conditions(v_due);
    perform sluice_private.remind_assignees(v_due);
    changes := array(
      select (d.organization_id, d.execution_id, d.frame_id, 0)::sluice_private.frame_change
      from unnest(v_due) as d
      where d.kind in ('poll', 'remind')
    );
  end if;
  settled := settled || sluice_private.elapse_waits(v_due);
  perform sluice_private.forget_waits(settled);
  settled := sluice_private.shape_outputs(settled);
  v_overdue := sluice_private.overdue_steps(v_due);
  perform sluice_private.release_retries(v_due);
  select c.* into v_again from sluice_private.retry_calls(v_due) as c;
  closing := sluice_private.closings_of(settled);
  settled := settled || v_overdue || v_again.settled;
  closing := closing || sluice_private.overdue_frames(v_due, v_overdue) || v_again.closing;
  changes := changes || v_again.changes;
end;
$$;

comment on function sluice_private.take_timers(uuid[], uuid[]) is
  'Takes the due timers of locked executions: waits and overdue steps end, retries become ready, '
  'deadlines close. changes: also of 0, where there may be nothing else to do.';
