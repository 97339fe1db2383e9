create or replace function sluice_private.schema_mismatch(schema jsonb, value jsonb)
returns text
language sql
immutable
begin atomic
  select fault.message
  from (
    select jsonb_typeof(value) as type,
      sluice_private.texts_of(case jsonb_typeof(schema -> 'type')
        when 'string' then jsonb_build_array(schema -> 'type')
        when 'array' then jsonb_path_query_array(schema, '$.type[*] ? (@.type() == "string")')
      end) as types,
      case jsonb_typeof(value) when 'number' then (value #>> '{}')::numeric end as n,
      case jsonb_typeof(value)
        when 'string' then length(value #>> '{}')
        when 'array' then jsonb_array_length(value)
      end as size
  ) as given
  cross join lateral (
    values
      ('must be ' || array_to_string(given.types, ' or '),
        not (given.type = any (given.types)
          or ('integer' = any (given.types) and coalesce(given.n = trunc(given.n), false)))),
      (format('must be one of %s', left((schema -> 'enum')::text, 200)),
        jsonb_typeof(schema -> 'enum') = 'array' and not schema -> 'enum' @> value
        and not schema -> 'enum' @> jsonb_build_array(value)),
      (format('must be %s', left((schema -> 'const')::text, 200)), schema -> 'const' <> value),
      (format('must be at least %s', schema ->> 'minimum'), given.type = 'number'
        and jsonb_typeof(schema -> 'minimum') = 'number' and value < schema -> 'minimum'),
      (format('must be at most %s', schema ->> 'maximum'), given.type = 'number'
        and jsonb_typeof(schema -> 'maximum') = 'number' and value > schema -> 'maximum'),
      ('is too short', to_jsonb(given.size) < case given.type
        when 'string' then schema -> 'minLength' else schema -> 'minItems' end),
      ('is too long', to_jsonb(given.size) > case given.type
        when 'string' then schema -> 'maxLength' else schema -> 'maxItems' end)
  ) as fault (message, is_there)
  where fault.is_there
  limit 1;
end;

comment on function sluice_private.schema_mismatch(jsonb, jsonb) is
  'Why a value itself, whatever is in it, does not fit a JSON Schema; or null.';
