create or replace function sluice_private.poll_request_faults(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    select config ->> 'source' as source,
      regexp_replace(config ->> 'url', '\{\{.*?\}\}', '_', 'g') as url
  ) as given
  cross join lateral (
    values
      ('interval', 'must be a duration of 10 seconds to 365 days', 'Such as 5 minutes.',
        not sluice_private.is_span(config -> 'interval', '10 s', '365 days')),
      ('timeout', 'must be a duration of 1 second to 2 minutes', 'Such as 30 seconds.',
        not sluice_private.is_span(config -> 'timeout', '1 s', '2 minutes')),
      ('url', 'must be an address such as https://api.example.com/orders',
        'http or https, without a user and a password: these belong in secrets.',
        given.source in ('http', 'feed') and (
          given.url !~ '^(https?://[^\s/?#@]+([/?#]\S*|)|_\S*)$' or length(given.url) > 4000
        ) is not false),
      ('body', 'is sent only with POST', 'Set method to POST.',
        config ? 'body' and config ->> 'method' is distinct from 'POST'),
      ('connection', 'must be a reference such as env:SHOP_DATABASE',
        'The address itself stays out of the database; workers read it from their environment.',
        given.source = 'sql'
        and (config ->> 'connection' ~ '^env:[A-Z_][A-Z0-9_]*$') is not true),
      ('sql', 'must be a query', 'Such as select * from orders where id > $1::bigint order by id.',
        given.source = 'sql' and (length(btrim(config ->> 'sql')) between 1 and 20000) is not true),
      ('source', 'has settings that are not its own',
        'url, items, next and the like are for http, connection and sql for sql.',
        given.source = 'sql'
        and config ?| '{url,method,query,headers,secrets,body,items,next,max_bytes}'
        or given.source = 'http' and config ?| '{connection,sql}'),
      ('host', 'must be the name or address of a mail server', 'Such as imap.example.com.',
        given.source = 'imap' and config ->> 'host' !~ '^[A-Za-z0-9.:-]{1,255}$'),
      ('user', 'must be one line', 'Such as support@example.com.',
        given.source = 'imap' and config ->> 'user' !~ '^[^[:cntrl:]]{1,250}$'),
      ('mailbox', 'must be one line', 'Such as INBOX.',
        given.source = 'imap' and config ->> 'mailbox' !~ '^[^[:cntrl:]]{1,250}$')
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.poll_request_faults(jsonb) is
  'What is wrong with where, what and how often a poll asks.';
