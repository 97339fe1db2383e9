create or replace function sluice_private.property_problem(property jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_words text[] := '{type,title,description,default,enum}'::text[];
  v_type text;
  v_bad text;
begin
  if jsonb_typeof(property) <> 'object' then
    return 'must be an object';
  end if;
  v_type := property ->> 'type';
  if v_type is null or v_type not in ('string', 'number', 'integer', 'boolean') then
    return 'must have type string, number, integer or boolean';
  end if;
  v_words := v_words || case v_type
    when 'string' then '{minLength,maxLength,format}'::text[]
    when 'boolean' then '{}'
    else '{minimum,maximum}'
  end;
  v_bad := (select key from jsonb_object_keys(property - v_words) as key limit 1);
  if v_bad is not null then
    return format('has keyword %s, which is not one of %s', v_bad, array_to_string(v_words, ', '));
  elsif property ? 'enum' and (
    jsonb_typeof(property -> 'enum') <> 'array'
    or jsonb_array_length(property -> 'enum') not between 1 and 200
    or exists (
      select from jsonb_array_elements(property -> 'enum') as item
      where not sluice_private.is_of_type(item, v_type)
    )
  ) then
    return format('must have as enum 1 to 200 values of type %s', v_type);
  elsif exists (
    select from jsonb_each(property) as word
    where word.key in ('minimum', 'maximum') and jsonb_typeof(word.value) <> 'number'
      or word.key in ('minLength', 'maxLength')
        and not (sluice_private.is_of_type(word.value, 'integer')
          and word.value between '0' and '100000')
      or word.key = 'format' and word.value not in ('"email"', '"date"', '"uri"')
      or word.key in ('title', 'description') and jsonb_typeof(word.value) <> 'string'
      or word.key = 'default' and not sluice_private.is_of_type(word.value, v_type)
  ) then
    return 'has a keyword whose value is of the wrong type';
  end if;
  return null;
end;
$$;

comment on function sluice_private.property_problem(jsonb) is
  'Why a JSON Schema cannot be that of a field of a form, or null.';
