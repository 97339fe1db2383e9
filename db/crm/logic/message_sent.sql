create or replace function crm.message_sent(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when change -> 'new' ->> 'direction' = 'outbound'
    and change -> 'new' ->> 'status' in ('sent', 'delivered')
    and coalesce(change -> 'old' ->> 'status', '') not in ('sent', 'delivered')
    and crm.asks_for(config, 'channel', change -> 'new' ->> 'channel')
  then jsonb_build_object(
    'message_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'contact_id',
    'channel', change -> 'new' -> 'channel', 'status', change -> 'new' -> 'status'
  )
end;

comment on function crm.message_sent(uuid, jsonb, jsonb) is
  'What message_sent gives out: a message that has gone out.';
