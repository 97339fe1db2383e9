create or replace function sluice.resume_schedule(schedule_id uuid)
returns sluice.scheduled_jobs
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job sluice.scheduled_jobs := sluice_private.find_schedule(schedule_id, 'edit');
  v_next timestamptz := sluice_private.next_scheduled(v_job, sluice_hidden.now());
begin
  update sluice.scheduled_jobs as job
  set
    status = case when v_next is null then 'expired' else 'active' end,
    next_run = v_next,
    due_at = v_next + sluice_private.jitter_of(job, v_next),
    consecutive_failures = 0,
    unjudged = '{}'
  where job.organization_id = v_job.organization_id
    and job.id = v_job.id
    and job.status in ('paused', 'error')
  returning job.* into v_job;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('schedule %s is neither paused nor stopped', schedule_id),
      hint = 'Only one that is paused, or has stopped with an error, can be resumed.';
  end if;
  return v_job;
end;
$$;

comment on function sluice.resume_schedule(uuid) is
  'Has a schedule that is paused, or has stopped with an error, go on: from now, with no failures '
  'counted.';
grant execute on function sluice.resume_schedule(uuid) to sluice_member, sluice_admin;
