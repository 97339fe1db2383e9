create or replace function sluice_private.poll_secret_faults(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select 'secrets', format('has a value that is no reference: %s', secret.key),
    'Such as env:SHOP_TOKEN; the secret itself stays out of the database.'
  from jsonb_each_text(case jsonb_typeof(config -> 'secrets')
    when 'object' then config -> 'secrets' else '{}' end) as secret
  where (secret.value ~ '^env:[A-Z_][A-Z0-9_]*$') is not true
  union all
  select 'secret', 'must be a reference such as env:MAILBOX_PASSWORD',
    'The secret itself stays out of the database; workers read it from their environment.'
  where config ->> 'source' = 'imap'
    and (config ->> 'secret' ~ '^env:[A-Z_][A-Z0-9_]*$') is not true
  union all
  select part.name, format('has a name that no header has: %s', header.name),
    'Letters, digits and hyphens.'
  from (values ('headers'), ('secrets')) as part (name)
  cross join lateral jsonb_object_keys(case jsonb_typeof(config -> part.name)
    when 'object' then config -> part.name else '{}' end) as header (name)
  where header.name !~ '^[A-Za-z0-9_-]{1,200}$';
end;

comment on function sluice_private.poll_secret_faults(jsonb) is
  'What is wrong with the headers of a poll and the references to its secrets.';
