/* Whatever else sets steps aside in blocked_steps says here what frees them. */
create or replace function sluice_private.why_blocked(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 5, case
    when blocked.limit_key is not null then format(
      'Step %s waits for room under %s.',
      sluice_private.step_label(live, blocked.frame_id, blocked.step_no),
      sluice_private.limit_use(blocked.organization_id, blocked.limit_key)
    )
    when blocked.reason = 'retry' then format(
      'Step %s has failed (%s) and is tried again, as attempt %s of %s, at %s.',
      sluice_private.step_label(live, blocked.frame_id, blocked.step_no),
      coalesce(blocked.error ->> 'message', blocked.error ->> 'class', 'for no reason given'),
      blocked.attempt, step.max_attempts, sluice_private.instant_text(blocked.ready_at)
    )
    when blocked.reason = 'paused' then format(
      'Step %s goes on when its execution is resumed.',
      sluice_private.step_label(live, blocked.frame_id, blocked.step_no)
    )
    else format(
      'Step %s is held back: %s.',
      sluice_private.step_label(live, blocked.frame_id, blocked.step_no), blocked.reason
    )
  end
  from sluice_private.blocked_steps as blocked
  inner join sluice.workflow_steps as step
    on step.organization_id = blocked.organization_id
    and step.version_id = blocked.version_id
    and step.step_no = blocked.step_no
  where blocked.organization_id = live.organization_id and blocked.execution_id = live.id;
end;

comment on function sluice_private.why_blocked(sluice_private.live_executions) is
  'Steps of an execution that are set aside: why, and until when.';
