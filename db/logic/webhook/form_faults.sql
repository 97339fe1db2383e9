/* A box that is required has to be ticked: a page always sends it as true or false. */
create or replace function sluice_private.form_faults(config jsonb, data jsonb)
returns table (field text, kind text, bound text, message text)
language sql
immutable
begin atomic
  select
    property.key,
    coalesce(lacking.kind, sluice_private.field_fault_kind(property.value, given.value)),
    property.value ->> sluice_private.field_fault_kind(property.value, given.value),
    coalesce(lacking.message, sluice_private.field_fault(property.value, given.value))
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
  left join lateral (
    values ('missing', 'is missing', given.value is null),
      ('unticked', 'must be ticked', given.value = 'false')
  ) as lacking (kind, message, is_so) on property.is_required and lacking.is_so
  where lacking.kind is not null
    or given.value <> 'false'
    and sluice_private.field_fault_kind(property.value, given.value) is not null
  union all
  select given.key, 'unknown', null, 'is not a field of the form'
  from jsonb_object_keys(data) as given (key)
  where not sluice_private.form_schema(config) -> 'properties' ? given.key;
end;

comment on function sluice_private.form_faults(jsonb, jsonb) is
  'What is wrong with what was filled into a form, field by field.';
