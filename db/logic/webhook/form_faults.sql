/* A box that is required has to be ticked: a page always sends it as true or false. */
create or replace function sluice_private.form_faults(config jsonb, data jsonb)
returns table (field text, message text)
language sql
immutable
begin atomic
  select
    property.key,
    case
      when given.value is null and property.is_required then 'is missing'
      when given.value = 'false' and property.is_required then 'must be ticked'
      when given.value is not null
        then sluice_private.field_fault(property.value, given.value)
    end
  from (
    select each.key, each.value,
      coalesce(config -> 'required_fields' ? each.key, false)
      or coalesce(sluice_private.form_schema(config) -> 'required' ? each.key, false)
      as is_required
    from jsonb_each(sluice_private.form_schema(config) -> 'properties') as each
  ) as property
  left join lateral (
    select data -> property.key as value
    where data -> property.key <> '""'
  ) as given on true
  where case
    when given.value is null or given.value = 'false' then property.is_required
    else sluice_private.field_fault(property.value, given.value) is not null
  end
  union all
  select given.key, 'is not a field of the form'
  from jsonb_object_keys(data) as given (key)
  where not sluice_private.form_schema(config) -> 'properties' ? given.key;
end;

comment on function sluice_private.form_faults(jsonb, jsonb) is
  'What is wrong with what was filled into a form, field by field.';
