create or replace function sluice_private.problems_of_webhook(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
stable
begin atomic
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_address(trigger, config) as fault
  where trigger <> 'form_submitted'
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_secret(config) as fault
  where trigger <> 'form_submitted'
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_form(config) as fault
  where trigger = 'form_submitted'
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_access(config) as fault
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_response(config -> 'response') as fault
  union all
  select given.key, 'is not a setting of ' || trigger,
    'Known are ' || array_to_string(sluice_private.webhook_settings(trigger), ', ') || '.'
  from jsonb_object_keys(
    case jsonb_typeof(config) when 'object' then config else '{}' end
  ) as given (key)
  where given.key <> all (sluice_private.webhook_settings(trigger));
end;

comment on function sluice_private.problems_of_webhook(text, jsonb) is
  'What is wrong with the config of a trigger that HTTP requests fire.';
