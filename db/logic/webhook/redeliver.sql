create or replace function sluice.redeliver(event_id uuid)
returns sluice.workflow_events
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_fired record;
begin
  select event.*
  into v_event
  from sluice.workflow_events as event
  where event.id = redeliver.event_id
    and event.webhook_id is not null
    and sluice_hidden.can_see(event.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('delivery %s does not exist', coalesce(event_id::text, 'null')),
      hint = 'List sluice.webhook_deliveries to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_event.organization_id, 'run');
  select fired.event_id as id
  into v_fired
  from sluice_private.fire_webhook(
    sluice_private.find_webhook_target(v_event.organization_id, v_event.webhook_id),
    null,
    jsonb_build_object(
      'method', v_event.details -> 'method', 'headers', v_event.details -> 'headers',
      'query', v_event.details -> 'query', 'payload', v_event.payload,
      'ip', v_event.details -> 'remote_ip', 'webhook_id', v_event.webhook_id,
      'redelivery_of', v_event.id
    ),
    v_event.delivery_id,
    jsonb_build_object('redelivery_of', v_event.id)
  ) as fired;
  select event.*
  into v_event
  from sluice.workflow_events as event
  where event.organization_id = v_event.organization_id and event.id = v_fired.id;
  return v_event;
end;
$$;

comment on function sluice.redeliver(uuid) is
  'Delivers once more what came to a webhook: to the workflow as it is now, whatever its id; the '
  'dedupe of the trigger still holds, and then answers with the first.';
grant execute on function sluice.redeliver(uuid) to sluice_member, sluice_admin;
