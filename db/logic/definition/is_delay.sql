create or replace function sluice_private.is_delay(value jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(value) = 'string' and (
  strpos(value #>> '{}', '{{') > 0
  or sluice_hidden.try_interval(value #>> '{}') between '0' and '100 years'
);

comment on function sluice_private.is_delay(jsonb) is
  'Whether a value is a duration, or has expressions that may make one.';
