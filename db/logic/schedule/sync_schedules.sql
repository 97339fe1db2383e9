create or replace function sluice_private.sync_schedules(organization_id uuid, workflow_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice.scheduled_jobs as job
  using sluice.workflow_triggers as t
  where job.organization_id = sync_schedules.organization_id
    and job.workflow_id = sync_schedules.workflow_id
    and t.organization_id = job.organization_id
    and t.id = job.trigger_id
    and t.trigger <> all (sluice_private.scheduled_triggers());

  perform sluice_private.sync_schedule(t)
  from sluice.workflow_triggers as t
  where t.organization_id = sync_schedules.organization_id
    and t.workflow_id = sync_schedules.workflow_id
    and t.trigger = any (sluice_private.scheduled_triggers());
end;
$$;

comment on function sluice_private.sync_schedules(uuid, uuid) is
  'Gives every trigger of a workflow that time fires its schedule; one that stays keeps its '
  'counts.';
