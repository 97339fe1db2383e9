create or replace function sluice_private.shape_message(body jsonb)
returns jsonb
language sql
immutable
return (
  select jsonb_build_object(
    'message_id', coalesce(body -> 'MessageSid', body -> 'SmsSid', body -> 'message_id',
      body -> 'id', 'null'),
    'content', coalesce(body -> 'Body', body -> 'content', body -> 'text', '""'),
    'sender', to_jsonb(regexp_replace(sender.text, '^(whatsapp|messenger):', '')),
    'channel', case
      when sender.text like 'whatsapp:%' then jsonb '"whatsapp"'
      when sender.text like 'messenger:%' then '"facebook"'
      when body ? 'MessageSid' or body ? 'SmsSid' then '"sms"'
      else coalesce(body -> 'channel', '"sms"')
    end,
    'contact_id', coalesce(body -> 'contact_id', 'null')
  )
  from (
    select coalesce(body ->> 'From', body ->> 'sender', body ->> 'from') as text
  ) as sender
  where jsonb_typeof(body) = 'object' and sender.text is not null
);

comment on function sluice_private.shape_message(jsonb) is
  'The fields of message_received, from a form as Twilio posts it or from JSON that has them; '
  'null where there is no sender.';
