/* Only these two kinds have a body: of a webhook it is the payload. */
create or replace function sluice_private.trigger_fields(definition jsonb)
returns text[]
language sql
immutable
begin atomic
  select array[
    'id', 'type', 'event_id', 'payload',
    'headers', 'query', 'method', 'ip', 'webhook_id', 'received_at', 'redelivery_of',
    'event', 'batch', 'count', 'replay',
    'schedule_id', 'scheduled_for', 'fired_at', 'timezone'
  ] || case when exists (
    select
    from sluice_private.definition_nodes(trigger_fields.definition) as node
    where node.type = 'trigger'
      and node.data ->> 'trigger' in ('message_received', 'payment_failed')
  ) then array['body'] end;
end;

comment on function sluice_private.trigger_fields(jsonb) is
  'What expressions may read of trigger, whichever of the triggers has fired.';
