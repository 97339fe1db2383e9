create or replace function sluice_private.find_lost_leases(armed_at timestamptz)
returns table (lease sluice_private.step_leases, crashes int)
language sql
stable
begin atomic
  select l, case when l.worker_id is not null and worker.id is null then 1 else 0 end
  from sluice_private.step_leases as l
  left join sluice_private.workers as worker
    on worker.id = l.worker_id and worker.epoch = l.epoch
  where case
    when l.expires_at is not null then false
    when l.worker_id is null then l.start_by < clock_timestamp()
      or not exists (
        select from graphile_worker._private_jobs as job
        where job.key = 'sluice:' || l.token
          and (job.attempts < job.max_attempts or job.locked_at is not null)
      )
    else worker.id is null
      or l.missing_since < least(worker.last_seen_at, clock_timestamp()) - interval '4 seconds'
  end
    and clock_timestamp() > find_lost_leases.armed_at
    and not exists (
      select from sluice_private.arrivals as report
      where report.organization_id = l.organization_id
        and report.execution_id = l.execution_id
        and report.token = l.token
    )
  order by l.token
  limit 1000;
end;

comment on function sluice_private.find_lost_leases(timestamptz) is
  'Leases that nobody has reported, or will: never started, unknown to their worker, or of a '
  'dead worker (a crash).';
