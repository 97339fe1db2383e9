create or replace function sluice_private.form_list_fault(form jsonb, list jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(list) <> 'array' then 'must be a list of properties of the schema'
  else (
    select format('has %s, which is not a property of the schema', left(field.name::text, 100))
    from jsonb_array_elements(list) with ordinality as field (name, place)
    where jsonb_typeof(field.name) <> 'string'
      or not coalesce(form -> 'properties' ? (field.name #>> '{}'), false)
    order by field.place
    limit 1
  )
end;

comment on function sluice_private.form_list_fault(jsonb, jsonb) is
  'Why a list is not one of properties of the form, or null.';
