create or replace function sluice_private.problems_of_webhook_access(config jsonb)
returns table (key text, message text, hint text)
language sql
stable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('allowed_ips', 'must be a list of up to 20 addresses and networks',
        'Such as ["203.0.113.7", "2001:db8::/32"].',
        config ? 'allowed_ips' and not coalesce(
          case jsonb_typeof(config -> 'allowed_ips') when 'array' then
            jsonb_array_length(config -> 'allowed_ips') between 1 and 20 and not exists (
              select from jsonb_array_elements_text(config -> 'allowed_ips') as item (network)
              where sluice_private.try_network(item.network) is null
            ) end, false)),
      ('allowed_origins', 'must be a list of up to 20 origins',
        'Such as ["https://example.com"]: what a browser sends as Origin, without a path.',
        config ? 'allowed_origins' and not coalesce(
          case jsonb_typeof(config -> 'allowed_origins') when 'array' then
            jsonb_array_length(config -> 'allowed_origins') between 1 and 20 and not exists (
              select from jsonb_array_elements_text(config -> 'allowed_origins') as item (origin)
              where coalesce(item.origin !~ '^https?://[A-Za-z0-9.:\[\]-]{1,250}$', true)
            ) end, false)),
      ('required_headers', 'must be an object of up to 20 names of headers',
        'The value is what the header must have; true means that any will do.',
        config ? 'required_headers' and not coalesce(
          case jsonb_typeof(config -> 'required_headers') when 'object' then (
            select count(*) <= 20 and coalesce(bool_and(
              item.name ~ '^[A-Za-z0-9-]{1,100}$'
              and (jsonb_typeof(item.value) = 'string' or item.value = 'true')
            ), true)
            from jsonb_each(config -> 'required_headers') as item (name, value)
          ) end, false)),
      ('rate_limit', sluice_private.rate_fault(config -> 'rate_limit'),
        'Such as {"count": 10, "per": "1 second"}; more is answered with 429.',
        config ? 'rate_limit' and sluice_private.rate_fault(config -> 'rate_limit') is not null),
      ('rate_limit', 'allows up to 10000 in up to a day', 'Take a smaller count or a shorter time.',
        case when config ? 'rate_limit'
            and sluice_private.rate_fault(config -> 'rate_limit') is null
          then (config #>> '{rate_limit,count}')::int > 10000
            or sluice_hidden.try_interval(config #>> '{rate_limit,per}') > '1 day' end),
      ('dedupe_header', 'must be the name of a header', 'Such as X-Request-Id.',
        config ? 'dedupe_header'
        and coalesce(config ->> 'dedupe_header', '') !~ '^[A-Za-z0-9-]{1,100}$'),
      ('dedupe_window', 'must be a duration from a minute to 30 days',
        'So long an equal delivery starts nothing; 30 days if not given.',
        config ? 'dedupe_window' and not coalesce(sluice_hidden.try_interval(
          config ->> 'dedupe_window') between '1 minute' and '30 days', false))
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_access(jsonb) is
  'What is wrong with who may deliver to a webhook, and how often.';
