create or replace function sluice_private.schema_parts(schema jsonb, whole jsonb)
returns table (fits jsonb, value jsonb, place text, message text)
language sql
immutable
begin atomic
  select null::jsonb, null::jsonb, '.' || (required.key #>> '{}'), 'is missing'
  from jsonb_path_query(schema, '$.required[*] ? (@.type() == "string")')
    as required (key)
  where jsonb_typeof(whole) = 'object'
    and not whole ? (required.key #>> '{}')
  union all
  select
    coalesce(
      schema #> array['properties', entry.key],
      schema -> 'additionalProperties'
    ),
    entry.value, '.' || entry.key,
    case when schema -> 'additionalProperties' = 'false'
        and schema #> array['properties', entry.key] is null
      then 'is not an input of this action' end
  from (
    select given.key, given.value
    from jsonb_each(case jsonb_typeof(whole)
      when 'object' then whole else '{}' end) as given
    limit 100
  ) as entry
  union all
  select schema -> 'items', item.value, format('[%s]', item.ordinal - 1), null
  from (
    select given.value, given.ordinal
    from jsonb_array_elements(case jsonb_typeof(whole)
      when 'array' then whole else '[]' end)
      with ordinality as given (value, ordinal)
    limit 100
  ) as item
  where schema ? 'items';
end;

comment on function sluice_private.schema_parts(jsonb, jsonb) is
  'What is in a value, with the schema it must fit, or what is wrong with its being there or not.';
