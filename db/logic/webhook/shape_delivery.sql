create or replace function sluice_private.shape_delivery(
  trigger text,
  config jsonb,
  delivery jsonb,
  out value jsonb,
  out reason text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payload jsonb := case trigger
    when 'message_received' then sluice_private.shape_message(delivery -> 'payload')
    when 'payment_failed' then sluice_private.shape_payment(delivery -> 'payload')
    else delivery -> 'payload'
  end;
begin
  value := case
    when trigger in ('message_received', 'payment_failed')
      then delivery || jsonb_build_object('payload', v_payload, 'body', delivery -> 'payload')
    else delivery
  end;
  reason := case
    when v_payload is null and trigger = 'message_received' then 'it is no message'
    when v_payload is null and trigger = 'payment_failed'
      then 'it does not say that a payment has failed'
    when v_payload ->> 'channel' <> config ->> 'channel' and trigger = 'message_received'
      then 'the message came over another channel'
    when jsonb_typeof(config -> 'keywords') = 'array' and config -> 'keywords' <> '[]'
      and trigger = 'message_received' and not exists (
        select
        from jsonb_array_elements_text(config -> 'keywords') as word (text)
        where strpos(lower(v_payload ->> 'content'), lower(word.text)) > 0
      ) then 'none of the keywords is in the message'
    when jsonb_typeof(config -> 'attempt_number') = 'number' and trigger = 'payment_failed'
      and coalesce((v_payload ->> 'attempt_number')::numeric, 1)
        < (config ->> 'attempt_number')::numeric
      then 'it is an earlier attempt'
  end;
end;
$$;

comment on function sluice_private.shape_delivery(text, jsonb, jsonb) is
  'A delivery as the workflow reads it: with the fields of its trigger as payload; or why it is '
  'nothing for that trigger.';
