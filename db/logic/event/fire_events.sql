/* A part at a time, so that no more than some 16 MB of payloads are in memory. */
create or replace function sluice_private.fire_events(
  events sluice_private.new_events[],
  names text[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_match record;
  v_event sluice.workflow_events;
  v_firings sluice_private.trigger_firing[];
  v_bytes bigint := bigint '0';
begin
  if events is null or (
    select s.topic from sluice_private.event_subscriptions as s order by s.topic limit 1
  ) is null then
    return;
  end if;
  perform sluice_private.lock_holders(events, names);
  for v_match in
    select m.ordinal, (m.subscription).*
    from sluice_private.find_subscriptions(
      array(select e.organization_id from unnest(events) as e), names
    ) as m
    order by m.ordinal, (m.subscription).workflow_id
  loop
    if v_event.id is distinct from events[v_match.ordinal].event_id then
      select e.*
      into v_event
      from sluice.workflow_events as e
      where e.organization_id = v_match.organization_id
        and e.id = events[v_match.ordinal].event_id;
    end if;
    if v_match.trigger_id is null then
      perform sluice_private.leave_enrolments(v_match.workflow_id, v_event);
    else
      v_firings := v_firings || sluice_private.meet_trigger(
        v_match.trigger_id, v_match.correlation, v_event
      );
      v_bytes := v_bytes + pg_column_size(v_event.payload);
    end if;
    if v_bytes > 16777216 then
      perform sluice_private.fire_triggers(v_firings);
      v_firings := null;
      v_bytes := 0;
    end if;
  end loop;
  perform sluice_private.fire_triggers(v_firings);
end;
$$;

comment on function sluice_private.fire_events(sluice_private.new_events[], text[]) is
  'Fires every trigger that listens to these events, or has it hold them; ends the enrolments '
  'that they end.';
