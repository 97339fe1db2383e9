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
returns table (
  event_id uuid, execution_id uuid, duplicate boolean, reason text, refusal jsonb
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target sluice_private.webhook_target :=
    sluice_private.find_webhook_target(organization_id, webhook_id);
  v_delivery jsonb := jsonb_build_object(
    'method', method, 'headers', headers, 'query', query, 'payload', payload::jsonb,
    'ip', host(remote_ip), 'webhook_id', webhook_id
  );
begin
  refusal := coalesce(
    sluice_private.rate_refusal(v_target),
    sluice_private.body_refusal(v_target.config -> 'body_schema', v_delivery -> 'payload')
  );
  if refusal is null then
    select fired.event_id, fired.execution_id, fired.duplicate, fired.reason
    into event_id, execution_id, duplicate, reason
    from sluice_private.fire_webhook(
      v_target, 'delivery:' || webhook_id || ':' || delivery_id, v_delivery, delivery_id, '{}'
    ) as fired;
    insert into sluice_private.webhook_counts (
      organization_id, webhook_id, accepted, repeated, last_at
    )
    values (
      receive_webhook.organization_id, receive_webhook.webhook_id, (not duplicate)::int,
      duplicate::int, sluice_hidden.now()
    );
    if v_target.config #>> '{response,mode}' = 'wait' and execution_id is not null
      and not duplicate
    then
      insert into sluice_private.awaited_answers (organization_id, execution_id)
      values (receive_webhook.organization_id, receive_webhook.execution_id);
    end if;
  end if;
  return next;
end;
$$;

comment on function sluice_private.receive_webhook(
  uuid, uuid, text, text, jsonb, jsonb, text, inet
) is
  'Takes one verified delivery: the event and the start it leads to, or why it leads to none; a '
  'delivery seen before answers with the first. A refusal (status, code, message) took nothing.';
grant execute on function sluice_private.receive_webhook(
  uuid, uuid, text, text, jsonb, jsonb, text, inet
) to sluice_worker;
