create or replace function sluice_private.find_subscriptions(
  organization_ids uuid[],
  names text[]
)
returns table (ordinal int, subscription sluice_private.event_subscriptions)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select distinct on (event.ordinal, (s.subscribed).workflow_id, (s.subscribed).trigger_id)
    event.ordinal::int, s.subscribed
  from (
    select named.organization_id, named.name, named.ordinal
    from unnest(organization_ids, names) with ordinality as named (organization_id, name, ordinal)
    limit cardinality(names)
  ) as event
  cross join lateral unnest(
    sluice_private.event_topics(event.organization_id, event.name)
  ) as known (topic)
  cross join lateral (
    select one as subscribed
    from sluice_private.event_subscriptions as one
    where one.topic = known.topic
    offset 0
  ) as s
  where (s.subscribed).organization_id = event.organization_id
    and event.name ~ (s.subscribed).expression
    and ((s.subscribed).is_of_workflows or event.name not like 'sluice.%')
  order by event.ordinal, (s.subscribed).workflow_id, (s.subscribed).trigger_id,
    (s.subscribed).subscription_no;
end;
$$;

comment on function sluice_private.find_subscriptions(uuid[], text[]) is
  'Which triggers of its organization each event is for, once each, by its place in the list.';
