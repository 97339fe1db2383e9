/* What else these configs have, their triggers have as changes of the CRM pack as well. */
create or replace function sluice_private.opens_door(trigger text, config jsonb)
returns boolean
language sql
immutable
return trigger = 'webhook_received'
  or trigger in ('form_submitted', 'message_received', 'payment_failed')
  and case jsonb_typeof(config) when 'object' then
    config - '{form_id,required_fields,channel,keywords,attempt_number}'::text[] <> '{}'
    else false end;

comment on function sluice_private.opens_door(text, jsonb) is
  'Whether HTTP requests fire triggers of this kind with this config.';
