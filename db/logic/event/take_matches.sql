/* The events in ever larger parts: that of one event may be thousands. What is beyond is given back
   as told, with the subscription that it has come to. */
create or replace function sluice_private.take_matches(
  events sluice_private.new_events[],
  names text[],
  at_most int,
  out ordinals int[],
  out subscriptions sluice_private.event_subscriptions[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from int := 1;
  v_size int := 8;
  v_part record;
  v_last int;
begin
  ordinals := '{}';
  subscriptions := '{}';
  while v_from <= cardinality(events) and cardinality(ordinals) <= at_most loop
    select
      array_agg(m.ordinal order by m.ordinal, (m.subscription).workflow_id,
        (m.subscription).trigger_id) as ordinals,
      array_agg(m.subscription order by m.ordinal, (m.subscription).workflow_id,
        (m.subscription).trigger_id) as subscriptions
    into v_part
    from (
      select v_from - 1 + found.ordinal as ordinal, found.subscription
      from sluice_private.find_subscriptions(
        array(select e.organization_id from unnest(events[v_from:v_from + v_size - 1]) as e),
        names[v_from:v_from + v_size - 1]
      ) as found
      where sluice_private.is_beyond(events[v_from - 1 + found.ordinal], found.subscription)
      order by found.ordinal, (found.subscription).workflow_id, (found.subscription).trigger_id
      limit at_most + 1 - cardinality(ordinals)
    ) as m;
    ordinals := ordinals || coalesce(v_part.ordinals, '{}');
    subscriptions := subscriptions
      || coalesce(v_part.subscriptions, array[]::sluice_private.event_subscriptions[]);
    v_from := v_from + v_size;
    v_size := v_size * 2;
  end loop;
  if cardinality(ordinals) <= at_most then
    return;
  end if;
  ordinals := ordinals[:at_most];
  subscriptions := subscriptions[:at_most];
  v_last := ordinals[at_most];
  perform sluice_private.give_back_events(array(
    select row(
      e.organization_id, e.event_id, e.seq, e.topic,
      case when place.ordinal = v_last then (subscriptions[at_most]).workflow_id
        else coalesce(e.after_workflow, '00000000-0000-0000-0000-000000000000') end,
      case when place.ordinal = v_last then (subscriptions[at_most]).trigger_id
        else e.after_trigger end,
      null::bigint
    )::sluice_private.new_events
    from generate_series(v_last, cardinality(events)) as place (ordinal)
    cross join lateral (select (events[place.ordinal]).*) as e
  ));
end;
$$;

comment on function sluice_private.take_matches(sluice_private.new_events[], text[], int) is
  'The first so many subscriptions to these events, each with the place of its event; the events '
  'that have more are given back.';
