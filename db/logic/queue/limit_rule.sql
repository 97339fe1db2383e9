/* What an organization has set holds as it is now, where it is for this one still; a provider of
   which it says nothing only pauses. A limit of a step or a workflow has the numbers of the live
   version, so that whoever waits, and whoever comes, goes by the same. */
create or replace function sluice_private.limit_rule(organization_id uuid, rule jsonb)
returns jsonb
language sql
stable
return case
  when rule ->> 'scope' like any ('{step:%,workflow:%}') then coalesce(
    (rule - '{concurrency,count,period,burst}'::text[])
    || sluice_private.live_rule(organization_id, rule ->> 'scope'),
    rule
  )
  when rule ->> 'scope' in ('provider', 'limit') then rule || coalesce(
  (
    select jsonb_strip_nulls(jsonb_build_object(
      'on_limit', case when rule ->> 'scope' = 'limit' then known.on_limit end,
      'concurrency', known.concurrency,
      'count', known.rate_count,
      'period', sluice_private.period_of(known.rate_per, known.rate_count::text),
      'burst', coalesce(known.burst, known.rate_count)
    ))
    from sluice.workflow_limits as known
    where known.organization_id = limit_rule.organization_id
      and case rule ->> 'scope'
        when 'provider' then known.provider = substr(rule ->> 'key', length('provider:') + 1)
        else known.name = substr(rule ->> 'key', length('limit:') + 1)
          and known.provider is null
          and (known.workflow_id is null or known.workflow_id::text = rule ->> 'workflow_id')
      end
  ), '{}'
)
  else rule
end;

comment on function sluice_private.limit_rule(uuid, jsonb) is
  'A limit with its numbers; those of a provider are the organization''s.';
