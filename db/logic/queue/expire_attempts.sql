/* The worker itself ends an attempt that takes too long and says so; this is for one that no longer
   does. It is reported in the worker's name, so that the retry policy decides; what the worker says
   later is stale. A suspect runs in a process of its own, which its worker ends, and may have
   to wait for one. */
create or replace function sluice_private.expire_attempts()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with overdue as (
    select lease.*, known.attempt_timeout
    from sluice_private.step_leases as lease
    cross join lateral (
      select w.attempt_timeout
      from sluice.workflow_steps as w
      where w.organization_id = lease.organization_id
        and w.version_id = lease.version_id
        and w.step_no = lease.step_no
      offset 0
    ) as known
    where lease.worker_id is not null
      and lease.crashes = 0
      and lease.bound_at < clock_timestamp() - known.attempt_timeout - interval '5 seconds'
      and not exists (
        select from sluice_private.arrivals as report
        where report.organization_id = lease.organization_id
          and report.execution_id = lease.execution_id
          and report.token = lease.token
      )
    limit 1000
  ),
  reported as (
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, token, worker_id, epoch,
      outcome, body
    )
    select
      o.organization_id, o.execution_id, 'report', o.frame_id, o.step_no, o.generation, o.token,
      o.worker_id, o.epoch, 'failed',
      jsonb_build_object('class', 'timeout', 'message', format(
        'the attempt took longer than %s ms', (extract(epoch from o.attempt_timeout) * 1000)::bigint
      ))::text
    from overdue as o
    returning 1
  )
  select count(*)::int into v_count from reported;
  return v_count;
end;
$$;

comment on function sluice_private.expire_attempts() is
  'Reports attempts that have run five seconds longer than they may as failed; says how many.';
