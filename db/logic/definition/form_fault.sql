create or replace function sluice_private.form_fault(form jsonb, data jsonb)
returns text
language sql
immutable
begin atomic
  select fault.message
  from (
    select 1 as turn, 'the form must be an object' as message
    where jsonb_typeof(data) is distinct from 'object'
    union all
    select 2, format('%s is missing', name #>> '{}')
    from jsonb_array_elements(form -> 'required') as name
    where jsonb_typeof(data) = 'object' and not data ? (name #>> '{}')
    union all
    select 3, format('%s is not a field of the form', given.key)
    from jsonb_each(case jsonb_typeof(data) when 'object' then data else '{}' end) as given
    where not form -> 'properties' ? given.key
    union all
    select 4, format('%s %s', given.key, sluice_private.field_fault(property.value, given.value))
    from jsonb_each(case jsonb_typeof(data) when 'object' then data else '{}' end) as given
    inner join jsonb_each(form -> 'properties') as property on property.key = given.key
    where sluice_private.field_fault(property.value, given.value) is not null
    order by 1, 2
    limit 1
  ) as fault;
end;

comment on function sluice_private.form_fault(jsonb, jsonb) is
  'What is wrong with what was filled into a form, or null.';
