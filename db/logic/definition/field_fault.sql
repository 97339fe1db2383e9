create or replace function sluice_private.field_fault(property jsonb, value jsonb)
returns text
language sql
immutable
begin atomic
  select case
    when broken.kind = property ->> 'type' then format('must be of type %s', broken.kind)
    when broken.kind = 'enum' then format('must be one of %s', property ->> 'enum')
    when broken.kind = 'minLength'
      then format('must have at least %s characters', property ->> 'minLength')
    when broken.kind = 'maxLength'
      then format('must have at most %s characters', property ->> 'maxLength')
    when broken.kind = 'email' then 'must be an address such as ada@example.com'
    when broken.kind = 'date' then 'must be a date such as 2030-01-31'
    when broken.kind = 'uri' then 'must be an address such as https://example.com'
    when broken.kind = 'minimum' then format('must be at least %s', property ->> 'minimum')
    when broken.kind = 'maximum' then format('must be at most %s', property ->> 'maximum')
  end
  from (select sluice_private.field_fault_kind(property, value) as kind) as broken;
end;

comment on function sluice_private.field_fault(jsonb, jsonb) is
  'What is wrong with the value of one field of a form, or null.';
