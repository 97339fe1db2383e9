create or replace function sluice_private.follow_ups_of(report sluice_private.step_report)
returns setof sluice_private.handed_step
language sql
stable
begin atomic
  select h.*
  from (
    select lease as held
    from sluice_private.step_leases as lease
    where lease.organization_id = report.organization_id
      and lease.slot = report.token & -32
      and lease.token = report.token + 1
      and lease.worker_id is not distinct from report.worker_id
      and lease.epoch = report.epoch
    offset 0
  ) as next
  cross join lateral sluice_private.describe_lease(next.held) as h;
end;

comment on function sluice_private.follow_ups_of(sluice_private.step_report) is
  'The step that was handed back for this report before, in case the reply was lost.';
