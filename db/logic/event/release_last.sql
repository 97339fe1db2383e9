create or replace function sluice_private.release_last(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz,
  first_at timestamptz,
  last_at timestamptz,
  count bigint
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due timestamptz := least(
    last_at + (target.config #>> '{debounce,for}')::interval,
    first_at + (target.config #>> '{debounce,at_most}')::interval
  );
  v_last uuid;
  v_event sluice.workflow_events;
begin
  if v_due > present then
    perform sluice_private.set_look(timer, v_due, timer.state);
    return null;
  end if;
  select held.event_id
  into v_last
  from sluice_private.held_events as held
  where held.organization_id = timer.organization_id
    and held.trigger_id = timer.trigger_id
    and held.key = timer.key
  order by held.seq desc
  limit 1;
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = timer.organization_id and e.id = v_last;
  delete from sluice_private.held_events as old
  where old.organization_id = timer.organization_id
    and old.trigger_id = timer.trigger_id
    and old.key = timer.key;
  perform sluice_private.set_look(timer, null, null);
  if v_event.id is null or v_event.expires_at <= present then
    perform sluice_private.refuse_firing(target, v_last, 'the event has expired');
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, v_event.id,
    format('event:%s:%s', v_event.id, timer.trigger_id),
    sluice_private.event_trigger(v_event) || jsonb_build_object('count', release_last.count)
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.release_last(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz, timestamptz,
  timestamptz, bigint
) is
  'Fires a trigger with the last event of a debounce, if none has come for long enough; else it is '
  'looked at again when that may be so.';
