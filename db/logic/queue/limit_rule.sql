/* What an organization has set holds as it is now; a provider of which it says nothing only
   pauses. */
create or replace function sluice_private.limit_rule(organization_id uuid, rule jsonb)
returns jsonb
language sql
stable
return rule || case when rule ->> 'scope' in ('provider', 'limit') then coalesce(
  (
    select jsonb_strip_nulls(jsonb_build_object(
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
      end
  ), '{}'
) else '{}' end;

comment on function sluice_private.limit_rule(uuid, jsonb) is
  'A limit with its numbers; those of a provider are the organization''s.';
