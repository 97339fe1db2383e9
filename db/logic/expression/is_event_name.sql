create or replace function sluice_private.is_event_name(name text)
returns boolean
language sql
immutable
return coalesce(name ~ '^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}$', false);

comment on function sluice_private.is_event_name(text) is
  'Whether an event may be called so: letters, digits and _ . : / - only, up to 200.';
