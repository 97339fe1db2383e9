create or replace function sluice_private.follow_ups_of(report sluice_private.step_report)
returns setof sluice_private.handed_step
language sql
stable
begin atomic
  select h.*
  from sluice_private.step_leases as lease
  cross join lateral sluice_private.describe_lease(lease) as h
  where lease.organization_id = report.organization_id
    and lease.execution_id = report.execution_id
    and lease.after_token = report.token
    and lease.worker_id is not distinct from report.worker_id
    and lease.epoch = report.epoch;
end;

comment on function sluice_private.follow_ups_of(sluice_private.step_report) is
  'The step that was handed back for this report before, in case the reply was lost.';
