/* The lock of the trigger is held. */
create or replace function sluice_private.hold_event(
  target sluice.workflow_triggers,
  firing sluice_private.trigger_firing,
  key text
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_config jsonb := target.config;
  v_window interval := coalesce(
    v_config #>> '{batch,within}', v_config #>> '{debounce,for}', v_config #>> '{throttle,per}',
    v_config ->> 'within'
  )::interval;
  v_part text := case when v_config @> '{"mode": "all"}'
    then firing.trigger #>> '{payload,run,workflow,id}' end;
  v_count bigint;
begin
  if v_config ? 'throttle' or v_part is not null then
    delete from sluice_private.held_events as old
    where old.organization_id = target.organization_id
      and old.trigger_id = target.id
      and old.key = hold_event.key
      and (old.created_at <= v_now - v_window or old.part = v_part);
  end if;
  v_count := sluice_private.count_held(target, key);
  if v_config ? 'throttle' and v_count >= (v_config #>> '{throttle,count}')::numeric then
    perform sluice_private.refuse_firing(
      target, firing.event_id,
      format('throttled: %s within %s have been started', v_count, v_window)
    );
    return null;
  end if;

  insert into sluice_private.held_events (
    organization_id, trigger_id, key, event_id, part, created_at
  )
  values (
    target.organization_id, target.id, hold_event.key, firing.event_id, v_part, v_now
  );
  v_count := v_count + 1;
  insert into sluice_private.trigger_timers (organization_id, trigger_id, key, due_at)
  values (target.organization_id, target.id, hold_event.key, v_now + v_window)
  on conflict on constraint trigger_timers_pkey do nothing;
  if v_count >= (v_config #>> '{batch,size}')::numeric
    or v_part is not null and v_count >= jsonb_array_length(v_config -> 'workflows')
  then
    update sluice_private.trigger_timers as timer
    set due_at = v_now
    where timer.organization_id = target.organization_id
      and timer.trigger_id = target.id
      and timer.key = hold_event.key;
  end if;
  return case when v_config ? 'throttle' then array[firing] end;
end;
$$;

comment on function sluice_private.hold_event(
  sluice.workflow_triggers, sluice_private.trigger_firing, text
) is
  'Adds an event to those of its key that a trigger holds, and sees to it that they are looked at '
  'when it is time; what is to be fired now.';
