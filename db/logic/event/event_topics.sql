create or replace function sluice_private.event_topics(organization_id uuid, name text)
returns bigint[]
language sql
immutable
return (
  select array_agg(sluice_private.event_topic(
    organization_id,
    case when size.number < 0 then name
      else array_to_string(parts.list[:size.number] || '*'::text, '.') end
  ))
  from (select string_to_array(name, '.') as list) as parts
  cross join lateral generate_series(-1, least(8, cardinality(parts.list) - 1)) as size (number)
);

comment on function sluice_private.event_topics(uuid, text) is
  'What the subscriptions to an event may be found by: its name, and each of its beginnings.';
