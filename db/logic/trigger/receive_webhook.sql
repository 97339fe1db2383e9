create or replace function sluice_private.receive_webhook(
  organization_id uuid,
  webhook_id uuid,
  delivery_id text,
  method text,
  headers jsonb,
  query jsonb,
  payload text,
  remote_ip inet
)
returns table (event_id uuid, execution_id uuid, duplicate boolean, reason text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target record;
  v_trigger jsonb;
  v_judged record;
begin
  select target.*
  into v_target
  from sluice_private.find_webhook_target(organization_id, webhook_id) as target;
  event_id := sluice_hidden.uuidv7();
  v_trigger := jsonb_build_object(
    'type', v_target.trigger, 'id', v_target.id, 'event_id', event_id, 'method', method,
    'headers', headers, 'query', query, 'payload', payload::jsonb,
    'received_at', sluice_hidden.now()
  );
  perform sluice_hidden.assert_size(v_trigger, 'the delivery');
  select judged.key, judged.reason
  into v_judged
  from sluice_private.judge_delivery(
    jsonb_build_object('status', v_target.status, 'is_enabled', v_target.is_enabled),
    v_target.filter, v_target.dedupe, jsonb_build_object('trigger', v_trigger)
  ) as judged;
  reason := v_judged.reason;

  select claim.claimed_execution_id, claim.claimed_event_id, claim.is_new
  into execution_id, event_id, duplicate
  from sluice_private.claim_key(
    receive_webhook.organization_id, v_target.workflow_id,
    case when reason is null
      then coalesce('dedupe:' || v_judged.key, 'delivery:' || delivery_id)
    end,
    case when reason is null then sluice_hidden.uuidv7() end, event_id
  ) as claim;
  duplicate := not duplicate;
  if duplicate then
    reason := 'this delivery has been received before';
    return next;
    return;
  end if;
  insert into sluice.workflow_events (
    organization_id, id, name, webhook_id, trigger_id, delivery_id, payload, details,
    execution_id, reason
  )
  values (
    receive_webhook.organization_id, event_id, 'webhook.received', receive_webhook.webhook_id,
    v_target.id, receive_webhook.delivery_id, v_trigger -> 'payload',
    jsonb_build_object('method', method, 'headers', headers, 'query', query,
      'remote_ip', host(remote_ip)),
    execution_id, reason
  );
  if execution_id is not null then
    perform sluice_private.start_executions(
      receive_webhook.organization_id, v_target.workflow_id, v_target.live_version_id,
      v_target.id, v_target.step_no, array[execution_id], array[v_trigger],
      headers ->> 'traceparent'
    );
  end if;
  return next;
end;
$$;

comment on function sluice_private.receive_webhook(
  uuid, uuid, text, text, jsonb, jsonb, text, inet
) is
  'Takes one verified delivery: the event and the start it leads to, or why it leads to none; a '
  'delivery seen before answers with the first.';
grant execute on function sluice_private.receive_webhook(
  uuid, uuid, text, text, jsonb, jsonb, text, inet
) to sluice_worker;
