create or replace function sluice_private.find_date_field(name text)
returns sluice_private.date_fields
language sql
stable
begin atomic
  select known.*
  from sluice_private.date_fields as known
  where known.organization_id = '00000000-0000-0000-0000-000000000000'
    and known.name = find_date_field.name;
end;

comment on function sluice_private.find_date_field(text) is
  'The watched dates of this name, or null.';
