/* Of alternatives the one of the type that the value has is what was meant.
   A text that is one {{ … }} may become anything; one with more around it stays a text. Of what has
   many items the first hundred are looked at. */
create or replace function sluice_private.schema_faults(schema jsonb, value jsonb, place text)
returns table (path text, message text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := case jsonb_typeof(value) when 'string' then value #>> '{}' end;
  v_types jsonb := case jsonb_typeof(schema -> 'type')
    when 'array' then schema -> 'type' else jsonb_build_array(schema -> 'type') end;
  v_meant jsonb;
begin
  if jsonb_typeof(schema) is distinct from 'object' then
    return;
  end if;
  if strpos(v_text, '{{') > 0 then
    if schema ? 'type' and not v_types ? 'string' and v_text !~ '^\{\{([^"}]|"[^"]*")*\}\}$' then
      path := place;
      message := 'is made as a text, and may not be one';
      return next;
    end if;
    return;
  end if;
  message := sluice_private.schema_mismatch(schema, value);
  if message is null and jsonb_typeof(schema -> 'anyOf') = 'array' and not exists (
    select
    from jsonb_array_elements(schema -> 'anyOf') as choice (schema)
    where not exists (
      select from sluice_private.schema_faults(choice.schema, value, '')
    )
  ) then
    v_meant := jsonb_path_query_array(
      schema, '$.anyOf[*] ? (@.type == $type)',
      jsonb_build_object('type', jsonb_typeof(value)), true
    );
    if jsonb_array_length(v_meant) = 1 then
      return query
      select fault.* from sluice_private.schema_faults(v_meant -> 0, value, place) as fault;
      return;
    end if;
    message := 'is none of what it may be';
  end if;
  if message is not null then
    path := place;
    return next;
    return;
  end if;

  return query
  select
    schema_faults.place || part.place || coalesce(fault.path, ''),
    coalesce(part.message, fault.message)
  from sluice_private.schema_parts(schema, value) as part
  left join lateral sluice_private.schema_faults(part.fits, part.value, '') as fault
    on part.message is null
  where part.message is not null or fault.message is not null;
end;
$$;

comment on function sluice_private.schema_faults(jsonb, jsonb, text) is
  'Where a template cannot make what a JSON Schema asks for, and why.';
