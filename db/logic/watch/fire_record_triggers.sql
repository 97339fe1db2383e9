create or replace function sluice_private.fire_record_triggers(
  events sluice_private.new_events[]
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event record;
  v_firings sluice_private.trigger_firing[] := array[]::sluice_private.trigger_firing[];
begin
  for v_event in
    select told.organization_id, told.event_id
    from unnest(events) with ordinality as told (
      organization_id, event_id, seq, topic, after_workflow, after_trigger, after_wait, ordinal
    )
    where told.after_workflow is null and exists (
      select from sluice_private.record_subscriptions as s where s.topic = told.topic
    )
    order by told.ordinal
  loop
    v_firings := v_firings || sluice_private.record_firings(
      v_event.organization_id, v_event.event_id
    );
  end loop;
  if cardinality(v_firings) > 0 then
    perform sluice_private.fire_at_once(v_firings);
  end if;
  return cardinality(v_firings);
end;
$$;

comment on function sluice_private.fire_record_triggers(sluice_private.new_events[]) is
  'Fires the triggers that ask for these changes of records; says how many.';
