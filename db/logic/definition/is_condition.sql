create or replace function sluice_private.is_condition(completion jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(completion) in ('string', 'object') and completion <> '"all"';

comment on function sluice_private.is_condition(jsonb) is
  'Whether a foreach completes by a condition, and not by a number of items.';
