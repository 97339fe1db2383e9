create or replace function sluice_private.why_leased(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select
    7,
    case when lease.bound_at is null
      then format(
        'Step %s has been handed to the workers; if none begins it by %s it goes back to the '
        'queue.',
        sluice_private.step_label(live, lease.frame_id, lease.step_no),
        sluice_private.instant_text(lease.start_by)
      )
      else format(
        'Step %s is being run by %s since %s (attempt %s)%s.',
        sluice_private.step_label(live, lease.frame_id, lease.step_no),
        sluice_private.worker_label(lease.worker_id, lease.holder),
        sluice_private.instant_text(lease.bound_at), lease.attempt,
        ', whose lock ends at ' || sluice_private.instant_text(lease.expires_at)
      )
    end
  from sluice_private.step_leases as lease
  where lease.organization_id = live.organization_id and lease.execution_id = live.id;
end;

comment on function sluice_private.why_leased(sluice_private.live_executions) is
  'Steps of an execution that a worker has: which one, and since when.';
