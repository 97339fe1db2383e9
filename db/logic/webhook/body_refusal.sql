/* What the checker of inputs takes for a template is a plain text here. */
create or replace function sluice_private.body_refusal(schema jsonb, payload jsonb)
returns jsonb
language sql
immutable
return (
  select jsonb_build_object(
    'status', 400, 'code', 'invalid_body',
    'message', left(format('the body%s %s', fault.path, fault.message), 500),
    'hint', 'Send what the schema of this webhook asks for.'
  )
  from sluice_private.schema_faults(
    schema, replace(payload::text, '{{', '((')::jsonb, ''
  ) as fault
  where schema is not null
  limit 1
);

comment on function sluice_private.body_refusal(jsonb, jsonb) is
  'Where a body does not fit the JSON Schema of its webhook; or null.';
