create or replace function sluice.pause_schedule(schedule_id uuid)
returns sluice.scheduled_jobs
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job sluice.scheduled_jobs := sluice_private.find_schedule(schedule_id, 'edit');
begin
  update sluice.scheduled_jobs as job
  set status = 'paused', next_run = null, due_at = null
  where job.organization_id = v_job.organization_id
    and job.id = v_job.id
    and job.status <> 'expired'
  returning job.* into v_job;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('schedule %s has expired', schedule_id),
      hint = 'It is not due any more.';
  end if;
  return v_job;
end;
$$;

comment on function sluice.pause_schedule(uuid) is
  'Pauses a schedule until it is resumed; what is due in between is not run. Its executions go on.';
grant execute on function sluice.pause_schedule(uuid) to sluice_member, sluice_admin;
