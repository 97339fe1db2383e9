create or replace function sluice_private.is_bad_cancel(cancel_on jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(cancel_on) = 'object' and (
  cancel_on - '{name,match,inbox}'::text[] <> '{}'
  or jsonb_typeof(cancel_on -> 'name') is distinct from 'string'
  or not sluice_private.is_event_name(cancel_on ->> 'name')
  or not coalesce(jsonb_typeof(cancel_on -> 'match') in ('string', 'number', 'boolean'), true)
  or (cancel_on ? 'inbox' and coalesce(
    jsonb_typeof(cancel_on -> 'inbox') <> 'string'
    or sluice_hidden.try_interval(cancel_on ->> 'inbox') not between '0' and '30 days',
    true
  ))
);

comment on function sluice_private.is_bad_cancel(jsonb) is
  'Whether an object is not the event that cancels a group.';
