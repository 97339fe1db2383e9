create or replace function crm.message_received(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when change -> 'new' ->> 'direction' = 'inbound'
    and crm.asks_for(config, 'channel', change -> 'new' ->> 'channel')
    and (
      coalesce(jsonb_array_length(config -> 'keywords'), 0) = 0
      or exists (
        select
        from jsonb_array_elements_text(config -> 'keywords') as keyword (text)
        where strpos(lower(change -> 'new' ->> 'content'), lower(keyword.text)) > 0
      )
    )
  then jsonb_build_object(
    'message_id', change -> 'new' -> 'id', 'content', change -> 'new' -> 'content',
    'sender', change -> 'new' -> 'sender', 'channel', change -> 'new' -> 'channel',
    'contact_id', change -> 'new' -> 'contact_id'
  )
end;

comment on function crm.message_received(uuid, jsonb, jsonb) is
  'What message_received gives out: a message that came in, if it has one of the keywords.';
