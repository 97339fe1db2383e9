create or replace function sluice_private.field_fault_kind(property jsonb, value jsonb)
returns text
language sql
immutable
return case
  when not sluice_private.is_of_type(value, property ->> 'type') then property ->> 'type'
  when property ? 'enum' and not property -> 'enum' @> jsonb_build_array(value) then 'enum'
  when length(value #>> '{}') < (property ->> 'minLength')::numeric then 'minLength'
  when length(value #>> '{}') > (property ->> 'maxLength')::numeric then 'maxLength'
  when property ->> 'format' = 'email' and value #>> '{}' !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'
    then 'email'
  when property ->> 'format' = 'date' and (
    value #>> '{}' !~ '^\d{4}-\d\d-\d\d$' or not sluice_private.is_date(value #>> '{}')
  ) then 'date'
  when property ->> 'format' = 'uri' and value #>> '{}' !~ '^https?://[^\s/]+\S*$' then 'uri'
  when value < property -> 'minimum' then 'minimum'
  when value > property -> 'maximum' then 'maximum'
end;

comment on function sluice_private.field_fault_kind(jsonb, jsonb) is
  'Which rule of a field of a form its value breaks: its type, its format or a keyword; or null.';
