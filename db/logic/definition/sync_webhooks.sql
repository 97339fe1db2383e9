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
    and not sluice_private.opens_door(workflow_triggers.trigger, workflow_triggers.config);

  update sluice.webhook_registrations
  set path = null
  from sluice.workflow_triggers
  cross join lateral sluice_private.webhook_address(
    workflow_triggers.trigger, workflow_triggers.config
  ) as address
  where webhook_registrations.organization_id = sync_webhooks.organization_id
    and webhook_registrations.workflow_id = sync_webhooks.workflow_id
    and workflow_triggers.organization_id = sync_webhooks.organization_id
    and workflow_triggers.id = webhook_registrations.trigger_id
    and (webhook_registrations.door, webhook_registrations.path)
      is distinct from (address.door, address.path);

  insert into sluice.webhook_registrations (
    organization_id, workflow_id, trigger_id, door, path, methods, scheme, secret_ref,
    previous_secret_ref, previous_secret_until
  )
  select
    t.organization_id, t.workflow_id, t.id, address.door, address.path,
    sluice_private.texts_of(address.methods), coalesce(t.config ->> 'scheme', 'none'),
    t.config ->> 'secret', t.config ->> 'previous_secret',
    sluice_private.try_instant(t.config ->> 'previous_secret_until')
  from sluice.workflow_triggers as t
  cross join lateral sluice_private.webhook_address(t.trigger, t.config) as address
  where t.organization_id = sync_webhooks.organization_id
    and t.workflow_id = sync_webhooks.workflow_id
    and sluice_private.opens_door(t.trigger, t.config)
  on conflict on constraint webhook_registrations_organization_id_trigger_id_key do update
  set
    door = excluded.door,
    path = excluded.path,
    methods = excluded.methods,
    scheme = excluded.scheme,
    secret_ref = excluded.secret_ref,
    previous_secret_ref = excluded.previous_secret_ref,
    previous_secret_until = excluded.previous_secret_until;
exception
  when unique_violation then
    raise exception using
      errcode = 'SLDUP',
      message = 'another webhook of this organization has the same path',
      hint = 'Choose another data.config.path for the trigger.';
end;
$$;

comment on function sluice_private.sync_webhooks(uuid, uuid) is
  'Gives every trigger that HTTP requests fire its registration; one that stays keeps its key.';
