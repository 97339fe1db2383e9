create or replace function sluice_private.problems_of_webhook_address(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from sluice_private.webhook_address(trigger, config) as address
  cross join lateral (
    values
      (case when config ? 'path' then 'path' else 'endpoint_path' end,
        'must be letters, digits, - and _', 'It becomes /hooks/<organization>/<path>.',
        (config ? 'path' or config ? 'endpoint_path')
        and (coalesce(address.path, '') !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'
          or jsonb_typeof(coalesce(config -> 'path', config -> 'endpoint_path')) <> 'string')),
      (case when config ? 'methods' then 'methods' else 'http_method' end,
        'must be of GET, POST, PUT, PATCH and DELETE', 'Such as ["POST"].',
        not coalesce(case jsonb_typeof(address.methods) when 'array' then
          address.methods <> '[]'
          and address.methods <@ '["GET", "POST", "PUT", "PATCH", "DELETE"]' end, false)),
      ('content_types', 'must be a list of json, form, text and multipart',
        'What is not in it is answered with 415; json and form are taken if there is none.',
        config ? 'content_types' and not coalesce(
          case jsonb_typeof(config -> 'content_types') when 'array' then
            config -> 'content_types' <> '[]'
            and config -> 'content_types' <@ '["json", "form", "text", "multipart"]' end, false)),
      ('body_schema', 'must be a JSON Schema of type object or array',
        'What does not fit it is answered with 400.',
        config ? 'body_schema' and coalesce(
          config #>> '{body_schema,type}' not in ('object', 'array'), true)),
      ('body_limit', 'must be a number of bytes up to 1048576', 'More is answered with 413.',
        not sluice_private.is_whole(config -> 'body_limit', 1, 1048576))
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_address(text, jsonb) is
  'What is wrong with where a webhook is, and what it takes.';
