create or replace function sluice_private.form_schema(config jsonb)
returns jsonb
language sql
immutable
return coalesce(
  config -> 'schema',
  (
    select jsonb_build_object(
      'type', 'object', 'properties', jsonb_object_agg(field.name, jsonb '{"type": "string"}')
    )
    from jsonb_array_elements_text(
      case jsonb_typeof(config -> 'required_fields')
        when 'array' then config -> 'required_fields' else '[]' end
    ) as field (name)
    where field.name is not null
  ),
  '{}'
);

comment on function sluice_private.form_schema(jsonb) is
  'The JSON Schema of a form: its own, or a text for each field that is required.';
