create or replace function sluice_private.find_schedule(schedule_id uuid, needed text)
returns sluice.scheduled_jobs
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job sluice.scheduled_jobs;
begin
  select job.*
  into v_job
  from sluice.scheduled_jobs as job
  where job.id = find_schedule.schedule_id
    and sluice_hidden.can_see(job.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('schedule %s does not exist', coalesce(schedule_id::text, 'null')),
      detail = 'There is none with this id in your organizations.',
      hint = 'List sluice.scheduled_jobs to see those you may use.';
  end if;
  perform sluice_hidden.assert_can(v_job.organization_id, needed);
  return v_job;
end;
$$;

comment on function sluice_private.find_schedule(uuid, text) is
  'The schedule, if whoever asks may see it (else SLNTF) and do what is needed (else SLFRB).';
