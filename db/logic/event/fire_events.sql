/* No more than 500 firings in a transaction, and no more than some 16 MB of payloads in memory. */
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
  v_found record;
  v_busy uuid[];
  v_one sluice_private.event_subscriptions;
  v_event sluice.workflow_events;
  v_firings sluice_private.trigger_firing[];
  v_bytes bigint := bigint '0';
begin
  if events is null or (
    select s.topic from sluice_private.event_subscriptions as s order by s.topic limit 1
  ) is null then
    return;
  end if;
  select m.ordinals, m.subscriptions
  into v_found
  from sluice_private.take_matches(events, names, 500) as m;
  perform set_config('sluice.waits', 'off', true);
  v_busy := sluice_private.lock_holders(v_found.subscriptions);
  for v_no in 1 .. cardinality(v_found.ordinals) loop
    v_one := v_found.subscriptions[v_no];
    if v_event.id is distinct from events[v_found.ordinals[v_no]].event_id then
      select e.*
      into v_event
      from sluice.workflow_events as e
      where e.organization_id = v_one.organization_id
        and e.id = events[v_found.ordinals[v_no]].event_id;
    end if;
    if v_one.trigger_id is null then
      perform sluice_private.fire_at_once(v_firings);
      v_firings := null;
      perform sluice_private.leave_by_event(v_event, v_one.workflow_id);
    elsif v_one.trigger_id = any (v_busy) then
      perform sluice_private.defer_meeting(v_event, v_one.trigger_id);
    else
      v_firings := v_firings || sluice_private.meet_trigger(
        v_one.trigger_id, v_one.correlation, v_event
      );
      v_bytes := v_bytes + pg_column_size(v_event.payload);
    end if;
    if v_bytes > sluice_hidden.max_batch_bytes() then
      perform sluice_private.fire_at_once(v_firings);
      v_firings := null;
      v_bytes := 0;
    end if;
  end loop;
  perform sluice_private.fire_at_once(v_firings);
  perform set_config('sluice.waits', '', true);
end;
$$;

comment on function sluice_private.fire_events(sluice_private.new_events[], text[]) is
  'Fires every trigger that listens to these events, or has it hold them; ends the enrolments '
  'that they end.';
