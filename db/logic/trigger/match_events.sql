/* Whoever commits last is seen by whoever matches it: an event and a wait that commit at the same
   time find each other when the later of the two is taken from its queue. One transaction matches a
   stripe at a time; nobody waits for another, as what is left is for the next look. */
create or replace function sluice_private.match_events(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expanded int := sluice_private.expand_changes(at_most);
  v_stripes int[] := array(
    (
      select (n.topic & 1023)::int from sluice_private.new_events as n order by n.seq limit at_most
    )
    union
    (
      select (a.topic & 1023)::int
      from sluice_private.awaited_events as a
      where a.is_new
      order by a.seq
      limit at_most
    )
  );
  v_events sluice_private.new_events[];
  v_waits sluice_private.awaited_events[];
  v_names text[];
  v_taken int;
begin
  if v_stripes = '{}' then
    return v_expanded;
  end if;
  v_stripes := array(
    select stripe
    from unnest(v_stripes) as stripe
    where pg_try_advisory_xact_lock(hashtext('sluice:events'), stripe)
  );
  with first as (
    select n.organization_id, n.event_id
    from sluice_private.new_events as n
    order by n.seq
    limit at_most
  ),
  taken as (
    delete from sluice_private.new_events as n
    using first
    where n.organization_id = first.organization_id
      and n.event_id = first.event_id
      and (n.topic & 1023)::int = any (v_stripes)
    returning n as event
  )
  select array_agg(taken.event order by (taken.event).seq) into v_events from taken;
  v_events := sluice_private.within_reach(v_events, 500);
  v_waits := sluice_private.take_new_waits(v_stripes, at_most);
  v_taken := coalesce(cardinality(v_events), 0);
  if v_taken > 0 then
    select t.events, t.names into v_events, v_names from sluice_private.tell_events(v_events) as t;
  end if;
  perform sluice_private.fire_record_triggers(v_events);
  if v_waits is not null then
    perform sluice_private.look_back_within(v_waits);
  end if;
  perform sluice_private.fire_events(v_events, v_names);
  perform sluice_hidden.failpoint('matched');
  return v_expanded + v_taken + coalesce(cardinality(v_waits), 0);
end;
$$;

comment on function sluice_private.match_events(int) is
  'Brings up to this many new events to the waits for them and to the triggers that listen to '
  'them, and as many new waits to the events that came before; says how many it looked at.';
