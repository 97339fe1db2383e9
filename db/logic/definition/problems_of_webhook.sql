create or replace function sluice_private.problems_of_webhook(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('scheme', 'must be github or none', 'github checks X-Hub-Signature-256.',
        coalesce(config ->> 'scheme', 'none') not in ('github', 'none')),
      ('secret', 'must be a reference such as env:GITHUB_WEBHOOK_SECRET',
        'The secret itself stays out of the database; the edge reads it from its environment.',
        coalesce(config ->> 'secret', 'env:X') !~ '^env:[A-Z_][A-Z0-9_]*$'
        or (config ->> 'scheme' = 'github' and not config ? 'secret')),
      ('path', 'must be letters, digits, - and _', 'It becomes /hooks/<organization>/<path>.',
        config ? 'path' and coalesce(config ->> 'path', '') !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$')
  ) as fault (key, message, hint, is_there)
  where fault.is_there
  union all
  select given.key, 'is not a setting of webhook_received', 'Known are path, scheme and secret.'
  from jsonb_object_keys(
    case jsonb_typeof(config) when 'object' then config else '{}' end
  ) as given (key)
  where given.key not in ('path', 'scheme', 'secret');
end;

comment on function sluice_private.problems_of_webhook(jsonb) is
  'What is wrong with the config of a webhook trigger.';
