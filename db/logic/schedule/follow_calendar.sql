/* One that is due already stays so: it was before the calendar changed. */
create or replace function sluice_private.follow_calendar(organization_id uuid, name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  update sluice.scheduled_jobs as job
  set
    status = case when ended.next_run is null then 'expired' else 'active' end,
    next_run = ended.next_run,
    due_at = ended.next_run + sluice_private.jitter_of(job, ended.next_run)
  from (
    select
      known.organization_id,
      known.id,
      sluice_private.next_scheduled(known, greatest(v_now, known.last_run)) as next_run
    from sluice.scheduled_jobs as known
    where known.organization_id = follow_calendar.organization_id
      and (known.rule).calendar = follow_calendar.name
      and known.status = 'active'
      and known.next_run > v_now
    order by known.id
    for update
  ) as ended
  where job.organization_id = ended.organization_id
    and job.id = ended.id
    and job.status = 'active';
end;
$$;

comment on function sluice_private.follow_calendar(uuid, text) is
  'Makes schedules that keep to a calendar due by what it says now.';
