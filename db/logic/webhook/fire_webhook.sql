/* The first event of a delivery that came before is named in what its execution was given. */
create or replace function sluice_private.fire_webhook(
  target sluice_private.webhook_target,
  key text,
  delivery jsonb,
  delivery_id text,
  details jsonb
)
returns table (event_id uuid, execution_id uuid, duplicate boolean, reason text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_shaped record;
begin
  event_id := sluice_hidden.uuidv7();
  duplicate := false;
  v_shaped := sluice_private.shape_delivery(target.trigger, target.config, delivery);
  v_shaped.value := v_shaped.value
    || jsonb_build_object('received_at', sluice_hidden.now());
  perform sluice_hidden.assert_size(v_shaped.value, 'the delivery');
  reason := v_shaped.reason;
  if reason is null then
    perform set_config(
      'sluice.traceparent', coalesce(delivery #>> '{headers,traceparent}', ''), true
    );
    select fired.execution_id, fired.reason, fired.is_duplicate
    into execution_id, reason, duplicate
    from sluice_private.fire_triggers(array[row(
      target.organization_id, target.trigger_id, event_id, key, v_shaped.value
    )::sluice_private.trigger_firing]) as fired;
    if not found then
      raise exception using
        errcode = 'SLNTF',
        message = 'webhook does not exist',
        hint = 'It was removed a moment ago, with its trigger.';
    end if;
  end if;
  if duplicate then
    select (past.input ->> 'event_id')::uuid
    into event_id
    from sluice.workflow_executions as past
    where past.organization_id = target.organization_id
      and past.id = fire_webhook.execution_id;
    reason := 'this delivery has been received before';
    return next;
    return;
  end if;
  perform sluice_private.limit_claim(target, key, v_shaped.value);
  insert into sluice.workflow_events (
    organization_id, id, name, webhook_id, trigger_id, delivery_id, payload, details,
    execution_id, reason
  )
  values (
    target.organization_id, event_id, 'webhook.received', target.webhook_id, target.trigger_id,
    fire_webhook.delivery_id, coalesce(delivery -> 'payload', 'null'),
    fire_webhook.details || jsonb_build_object(
      'method', delivery -> 'method', 'headers', delivery -> 'headers',
      'query', delivery -> 'query', 'remote_ip', delivery -> 'ip'
    ),
    fire_webhook.execution_id, reason
  );
  return next;
end;
$$;

comment on function sluice_private.fire_webhook(
  sluice_private.webhook_target, text, jsonb, text, jsonb
) is
  'Fires the trigger of a webhook with a delivery, and keeps it as an event; a delivery seen '
  'before answers with the first.';
