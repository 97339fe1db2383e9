/* A schedule whose config is the same goes on as it was. */
create or replace function sluice_private.sync_schedule(trigger sluice.workflow_triggers)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_job sluice.scheduled_jobs;
begin
  delete from sluice.scheduled_jobs as job
  where job.organization_id = trigger.organization_id
    and job.trigger_id = trigger.id
    and (job.config <> trigger.config or job.status in ('expired', 'error'))
  returning job.* into v_job;
  if not found and exists (
    select from sluice.scheduled_jobs as job
    where job.organization_id = trigger.organization_id and job.trigger_id = trigger.id
  ) then
    return;
  end if;
  v_job.id := coalesce(v_job.id, sluice_hidden.uuidv7());
  perform sluice_private.insert_schedule(
    sluice_private.schedule_of(trigger, v_job, v_now), v_now
  );
end;
$$;

comment on function sluice_private.sync_schedule(sluice.workflow_triggers) is
  'Makes the schedule of a trigger that of its config.';
