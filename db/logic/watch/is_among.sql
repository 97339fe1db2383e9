create or replace function sluice_private.is_among(value jsonb, wanted jsonb)
returns boolean
language sql
immutable
return case jsonb_typeof(wanted)
  when 'array' then exists (
    select from jsonb_array_elements(wanted) as item (value) where item.value = is_among.value
  )
  else coalesce(value, 'null') = wanted
end;

comment on function sluice_private.is_among(jsonb, jsonb) is
  'Whether a value is this one, or one of these.';
