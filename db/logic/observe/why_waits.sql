create or replace function sluice_private.why_waits(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 9, format(
    'Step %s waits for %s%s.',
    sluice_private.step_label(live, waiting.frame_id, waiting.step_no),
    concat_ws(' or ', asked.people, awaited.events, case
      when waiting.input ? 'condition' then 'its condition to hold' || coalesce(
        ', which is looked at next at ' || sluice_private.instant_text(timer.poll_at), ''
      ) end,
      case when waiting.due_port = 'elapsed' or (timer.due_at is null and timer.poll_at is null
        and asked.people is null and awaited.events is null) then 'its time'
      end),
    case when waiting.due_port = 'timeout' then ', at the longest' else '' end
    || coalesce(' until ' || sluice_private.instant_text(timer.due_at), '')
  )
  from sluice_private.waits as waiting
  cross join lateral (
    select
      min(t.due_at) filter (where t.kind = 'wait') as due_at,
      min(t.due_at) filter (where t.kind = 'poll') as poll_at
    from sluice_private.timers as t
    where t.organization_id = waiting.organization_id
      and t.execution_id = waiting.execution_id
      and t.frame_id = waiting.frame_id
      and t.step_no = waiting.step_no
  ) as timer
  cross join lateral (
    select string_agg(
      format('the event %s', e.name) || coalesce(' with key ' || e.key, ''), ' or '
      order by e.event_no
    ) as events
    from sluice_private.awaited_events as e
    where e.organization_id = waiting.organization_id
      and e.execution_id = waiting.execution_id
      and e.frame_id = waiting.frame_id
      and e.step_no = waiting.step_no
  ) as awaited
  cross join lateral (
    select string_agg(sluice_private.approval_state(a), ' or ') as people
    from sluice.workflow_approvals as a
    where a.organization_id = waiting.organization_id
      and a.execution_id = waiting.execution_id
      and a.frame_id = waiting.frame_id
      and a.step_no = waiting.step_no
      and a.status = 'open'
  ) as asked
  where waiting.organization_id = live.organization_id and waiting.execution_id = live.id;
end;

comment on function sluice_private.why_waits(sluice_private.live_executions) is
  'What the waits of an execution wait for: people, events, a condition, a time.';
