create or replace function sluice_private.why_calls(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 8, case when calling.child_id is null
    then format(
      'Step %s has failed (%s) and calls again, as attempt %s, at %s.',
      sluice_private.step_label(live, calling.frame_id, calling.step_no),
      coalesce(calling.error ->> 'message', 'for no reason given'), calling.attempt,
      sluice_private.instant_text(timer.due_at)
    )
    else format(
      'Step %s waits for execution %s of workflow %s, which is %s.',
      sluice_private.step_label(live, calling.frame_id, calling.step_no), calling.child_id,
      coalesce(child.name, 'unknown'), coalesce(child.status, 'finished')
    )
  end
  from sluice_private.calls as calling
  left join lateral (
    select workflow.name, called.status
    from sluice_private.live_executions as called
    inner join sluice.workflows as workflow
      on workflow.organization_id = called.organization_id and workflow.id = called.workflow_id
    where called.organization_id = calling.organization_id and called.id = calling.child_id
  ) as child on true
  left join lateral (
    select t.due_at
    from sluice_private.timers as t
    where t.organization_id = calling.organization_id
      and t.execution_id = calling.execution_id
      and t.frame_id = calling.frame_id
      and t.step_no = calling.step_no
      and t.kind = 'retry'
  ) as timer on true
  where calling.organization_id = live.organization_id and calling.execution_id = live.id;
end;

comment on function sluice_private.why_calls(sluice_private.live_executions) is
  'Executions that an execution has called and waits for, or will call again.';
