create or replace function sluice_private.was_recorded(report sluice_private.step_report)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from sluice.workflow_step_attempts as attempt
    where attempt.organization_id = report.organization_id
      and attempt.execution_id = report.execution_id
      and attempt.token = report.token
      and attempt.worker_id = report.worker_id
      and attempt.epoch = report.epoch
      and attempt.status = report.outcome
  );
end;
$$;

comment on function sluice_private.was_recorded(sluice_private.step_report) is
  'Whether this report of this worker has counted before: its reply must have been lost.';
