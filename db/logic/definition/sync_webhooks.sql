/* Paths that change are given up first, so that two triggers may swap theirs. */
create or replace function sluice_private.sync_webhooks(organization_id uuid, workflow_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice.webhook_registrations
  using sluice.workflow_triggers
  where webhook_registrations.organization_id = sync_webhooks.organization_id
    and webhook_registrations.workflow_id = sync_webhooks.workflow_id
    and workflow_triggers.organization_id = sync_webhooks.organization_id
    and workflow_triggers.id = webhook_registrations.trigger_id
    and workflow_triggers.trigger <> 'webhook_received';

  update sluice.webhook_registrations
  set path = null
  from sluice.workflow_triggers
  where webhook_registrations.organization_id = sync_webhooks.organization_id
    and webhook_registrations.workflow_id = sync_webhooks.workflow_id
    and workflow_triggers.organization_id = sync_webhooks.organization_id
    and workflow_triggers.id = webhook_registrations.trigger_id
    and webhook_registrations.path <> coalesce(workflow_triggers.config ->> 'path', '');

  insert into sluice.webhook_registrations (
    organization_id, workflow_id, trigger_id, path, scheme, secret_ref
  )
  select
    workflow_triggers.organization_id, workflow_triggers.workflow_id, workflow_triggers.id,
    workflow_triggers.config ->> 'path',
    coalesce(workflow_triggers.config ->> 'scheme', 'none'),
    workflow_triggers.config ->> 'secret'
  from sluice.workflow_triggers
  where workflow_triggers.organization_id = sync_webhooks.organization_id
    and workflow_triggers.workflow_id = sync_webhooks.workflow_id
    and workflow_triggers.trigger = 'webhook_received'
  on conflict on constraint webhook_registrations_organization_id_trigger_id_key do update
  set path = excluded.path, scheme = excluded.scheme, secret_ref = excluded.secret_ref;
exception
  when unique_violation then
    raise exception using
      errcode = 'SLDUP',
      message = 'another webhook of this organization has the same path',
      hint = 'Choose another data.config.path for the trigger.';
end;
$$;

comment on function sluice_private.sync_webhooks(uuid, uuid) is
  'Gives every webhook trigger of a workflow its registration; one that stays keeps its key.';
