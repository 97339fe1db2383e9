create or replace function sluice_private.key_items(
  poll sluice.workflow_polls,
  items sluice_private.found_item[]
)
returns sluice_private.found_item[]
language sql
stable
return array(
  select row (
    min(keyed.ordinal), keyed.key,
    case when poll.config ->> 'fires_on' = 'changed' or poll.source = 'http'
        and (poll.plan).items is null
      then (array_agg(keyed.hash order by keyed.ordinal))[1] else '' end,
    (array_agg(keyed.item order by keyed.ordinal))[1]
  )::sluice_private.found_item
  from (
    select
      found.ordinal, found.item, content.hash,
      sluice_private.kept_key(coalesce(
        found.key,
        nullif(sluice_private.text_of(jsonb_path_query_first_tz(
          jsonb_build_object('item', found.item), (poll.plan).dedupe_key, '{}', true
        )), ''),
        content.hash
      )) as key
    from unnest(items) as found
    cross join lateral (
      select encode(sha256(convert_to(found.item::text, 'UTF8')), 'hex') as hash
    ) as content
  ) as keyed
  group by keyed.key
  order by min(keyed.ordinal)
);

comment on function sluice_private.key_items(
  sluice.workflow_polls, sluice_private.found_item[]
) is
  'The items with their keys: what names each, or else its content; and where a change counts '
  'with the hash of it. Of several with the same key the first.';
