/* What is held is judged as it comes; the rest when it is fired. */
create or replace function sluice_private.meet_trigger(
  trigger_id uuid,
  correlation jsonpath,
  event sluice.workflow_events
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target sluice.workflow_triggers;
  v_firing sluice_private.trigger_firing;
  v_judged sluice_private.judged_firing;
  v_key text;
begin
  select t.*
  into v_target
  from sluice.workflow_triggers as t
  where t.organization_id = event.organization_id and t.id = meet_trigger.trigger_id;
  if not found or event.id is null or not sluice_private.is_for(v_target, event) then
    return null;
  end if;
  v_firing := row (
    event.organization_id, trigger_id, event.id, format('event:%s:%s', event.id, trigger_id),
    sluice_private.event_trigger(event)
  );
  if event.expires_at <= sluice_hidden.now() then
    perform sluice_private.refuse_firing(v_target, event.id, 'the event has expired');
    return null;
  elsif not sluice_private.holds_events(v_target.config) then
    return array[v_firing];
  end if;

  select judged.*
  into v_judged
  from sluice_private.judge_firings(array[v_firing]) as judged;
  if not v_judged.is_deferred and v_judged.reason is not null then
    perform sluice_private.log_firings(array[v_judged]);
    return null;
  end if;
  if not v_judged.is_deferred then
    v_key := sluice_private.correlation_key(
      correlation, v_judged.trigger,
      case when v_target.config @> '{"mode": "all"}' then '' else event.key end
    );
  end if;
  if v_key is not null then
    return sluice_private.hold_guarded(v_target, v_firing, v_key);
  elsif v_judged.is_deferred or sluice_private.may_defer() then
    perform sluice_private.defer_meeting(event, trigger_id);
    return null;
  end if;
  perform sluice_private.refuse_firing(v_target, event.id, 'the key takes too long');
  perform sluice_private.switch_off(event.organization_id, trigger_id);
  return null;
end;
$$;

comment on function sluice_private.meet_trigger(uuid, jsonpath, sluice.workflow_events) is
  'What an event fires of a trigger that it is for; none where the event is held, or why not is '
  'written down.';
