create or replace function sluice_private.why_ready(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select
    case when served.slots is null then 4 else 6 end,
    case when served.slots is null
      then format(
        'Step %s is ready since %s, but no worker serves the action %s: start one that does%s.',
        sluice_private.step_label(live, ready.frame_id, ready.step_no),
        sluice_private.instant_text(ready.ready_at), ready.action,
        case when step.limits is not null
          then ', for it has limits, and workers in SQL are given no such step' end
      )
      else format(
        case when ready.crashes > 0
          then 'A process died while it ran step %s, ready since %s: it is run alone, and waits '
            'for its turn; each worker that serves the action %s runs four such steps at once.'
          else 'Step %s is ready since %s and waits for its turn: the workers that serve the '
            'action %s run %s at once.'
        end,
        sluice_private.step_label(live, ready.frame_id, ready.step_no),
        sluice_private.instant_text(ready.ready_at), ready.action, served.slots
      )
    end
  from sluice_private.ready_steps as ready
  inner join sluice.workflow_steps as step
    on step.organization_id = ready.organization_id
    and step.version_id = ready.version_id
    and step.step_no = ready.step_no
  cross join lateral (
    select sum(worker.concurrency) as slots
    from sluice_private.workers as worker
    where not worker.is_draining and ready.action = any (worker.actions)
  ) as served
  where ready.organization_id = live.organization_id and ready.execution_id = live.id;
end;

comment on function sluice_private.why_ready(sluice_private.live_executions) is
  'Steps of an execution that any worker may take: whether one serves them.';
