/* A form is flat: an object whose properties are texts, numbers and yes or no. */
create or replace function sluice_private.form_problem(form jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_word text;
  v_fault text;
begin
  if jsonb_typeof(form) <> 'object' or form ->> 'type' is distinct from 'object'
    or jsonb_typeof(form -> 'properties') is distinct from 'object'
    or form -> 'properties' = '{}'
  then
    return 'must be a JSON Schema of type object with properties';
  end if;
  v_word := (
    select key
    from jsonb_object_keys(form - '{type,title,description,properties,required}'::text[]) as key
    limit 1
  );
  if v_word is not null then
    return format('has keyword %s, which is not one of type, title, description, properties, '
      'required', v_word);
  elsif length(form::text) > 50000
    or (select count(*) from jsonb_object_keys(form -> 'properties')) > 100
  then
    return 'has more than 100 properties, or is too long';
  end if;
  v_fault := sluice_private.form_list_fault(form, form -> 'required');
  if v_fault is not null then
    return 'has a list required that ' || v_fault;
  end if;
  return (
    select format('property %s %s', property.key, fault.message)
    from jsonb_each(form -> 'properties') as property
    cross join lateral sluice_private.property_problem(property.value) as fault (message)
    where fault.message is not null
    order by property.key
    limit 1
  );
end;
$$;

comment on function sluice_private.form_problem(jsonb) is
  'Why a JSON Schema cannot be the form of an approval, or null.';
