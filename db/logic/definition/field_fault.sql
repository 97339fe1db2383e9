create or replace function sluice_private.field_fault(property jsonb, value jsonb)
returns text
language sql
immutable
return case
  when not sluice_private.is_of_type(value, property ->> 'type')
    then format('must be of type %s', property ->> 'type')
  when property ? 'enum' and not property -> 'enum' @> jsonb_build_array(value)
    then format('must be one of %s', property ->> 'enum')
  when length(value #>> '{}') < (property ->> 'minLength')::numeric
    then format('must have at least %s characters', property ->> 'minLength')
  when length(value #>> '{}') > (property ->> 'maxLength')::numeric
    then format('must have at most %s characters', property ->> 'maxLength')
  when property ->> 'format' = 'email' and value #>> '{}' !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'
    then 'must be an address such as ada@example.com'
  when property ->> 'format' = 'date' and (
    value #>> '{}' !~ '^\d{4}-\d\d-\d\d$' or not sluice_private.is_date(value #>> '{}')
  ) then 'must be a date such as 2030-01-31'
  when property ->> 'format' = 'uri' and value #>> '{}' !~ '^https?://[^\s/]+\S*$'
    then 'must be an address such as https://example.com'
  when value < property -> 'minimum' then format('must be at least %s', property ->> 'minimum')
  when value > property -> 'maximum' then format('must be at most %s', property ->> 'maximum')
end;

comment on function sluice_private.field_fault(jsonb, jsonb) is
  'What is wrong with the value of one field of a form, or null.';
