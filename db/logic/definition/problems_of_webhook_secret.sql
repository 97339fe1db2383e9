create or replace function sluice_private.problems_of_webhook_secret(config jsonb)
returns table (key text, message text, hint text)
language sql
stable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('scheme', 'must be one of none, basic, bearer, jwt, hmac, github, stripe, slack, twilio, '
        'telegram, standard_webhooks and atlas', 'github checks X-Hub-Signature-256.',
        coalesce(config ->> 'scheme', 'none') not in ('none', 'basic', 'bearer', 'jwt', 'hmac',
          'github', 'stripe', 'slack', 'twilio', 'telegram', 'standard_webhooks', 'atlas')),
      ('secret', 'must be a reference such as env:GITHUB_WEBHOOK_SECRET',
        'The secret itself stays out of the database; the edge reads it from its environment.',
        (config ? 'secret' and coalesce(config ->> 'secret', '') !~ '^env:[A-Z_][A-Z0-9_]*$')
        or (coalesce(config ->> 'scheme', 'none') <> 'none' and not config ? 'secret')),
      ('previous_secret', 'must be a reference such as env:GITHUB_WEBHOOK_SECRET_OLD',
        'It is taken beside secret until previous_secret_until.',
        (config ? 'previous_secret' or config ? 'previous_secret_until')
        and coalesce(config ->> 'previous_secret', '') !~ '^env:[A-Z_][A-Z0-9_]*$'),
      ('previous_secret_until', 'must be an instant such as 2030-01-31T12:00:00Z',
        'Until then the previous secret is taken as well.',
        (config ? 'previous_secret' or config ? 'previous_secret_until')
        and sluice_private.try_instant(config ->> 'previous_secret_until') is null),
      ('tolerance', 'must be a duration from 30 seconds to 10 minutes',
        'So far the timestamp of a delivery may be from the time of the server; 5 minutes if not '
        'given.',
        config ? 'tolerance' and not coalesce(sluice_hidden.try_interval(config ->> 'tolerance')
          between '30 seconds' and '10 minutes', false)),
      ('signature', 'must have header, and may have algorithm (sha256, sha1, sha512) and encoding '
        '(hex, base64)', 'It says where the scheme hmac finds the signature of the raw body.',
        (config ? 'signature' or config ->> 'scheme' = 'hmac') and not coalesce(
          jsonb_typeof(config -> 'signature') = 'object'
          and config #>> '{signature,header}' ~ '^[A-Za-z0-9-]{1,100}$'
          and coalesce(config #>> '{signature,algorithm}', 'sha256') in ('sha256', 'sha1', 'sha512')
          and coalesce(config #>> '{signature,encoding}', 'hex') in ('hex', 'base64')
          and (case jsonb_typeof(config -> 'signature') when 'object' then config -> 'signature'
            else '{}' end) - '{header,algorithm,encoding}'::text[] = '{}', false)),
      ('jwt', 'may have issuer and audience', 'Both are texts that the token must have.',
        config ? 'jwt' and not coalesce(case jsonb_typeof(config -> 'jwt') when 'object' then
          (config -> 'jwt') - '{issuer,audience}'::text[] = '{}'
          and coalesce(jsonb_typeof(config #> '{jwt,issuer}'), 'string') = 'string'
          and coalesce(jsonb_typeof(config #> '{jwt,audience}'), 'string') = 'string' end, false))
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_secret(jsonb) is
  'What is wrong with how a webhook''s deliveries show who sent them.';
