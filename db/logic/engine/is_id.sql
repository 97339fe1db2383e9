create or replace function sluice_private.is_id(value jsonb)
returns boolean
language sql
immutable
parallel safe
return jsonb_typeof(value) = 'string'
and value #>> '{}' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

comment on function sluice_private.is_id(jsonb) is 'Whether a JSON value is a UUID.';
