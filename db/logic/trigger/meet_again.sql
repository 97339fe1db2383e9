create or replace function sluice_private.meet_again(deferred sluice_private.deferred_firings)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_correlation jsonpath;
  v_is_free boolean;
begin
  if deferred.trigger_id is null then
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = deferred.organization_id and e.id = deferred.event_id;
    perform sluice_private.leave_by_event(v_event, deferred.key::uuid);
    return null;
  end if;
  select s.correlation
  into v_correlation
  from sluice_private.event_subscriptions as s
  where s.organization_id = deferred.organization_id and s.trigger_id = deferred.trigger_id
  limit 1;
  if not found then
    return null;
  end if;
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = deferred.organization_id and e.id = deferred.event_id;
  v_is_free := pg_try_advisory_xact_lock(
    hashtextextended('sluice:trigger ' || deferred.trigger_id, 0)
  );
  if v_is_free then
    perform
    from sluice.workflow_triggers as t
    where t.organization_id = deferred.organization_id and t.id = deferred.trigger_id
    for key share skip locked;
    v_is_free := found;
  end if;
  if not v_is_free then
    perform sluice_private.defer_meeting(v_event, deferred.trigger_id);
    return null;
  end if;
  return sluice_private.meet_trigger(deferred.trigger_id, v_correlation, v_event);
end;
$$;

comment on function sluice_private.meet_again(sluice_private.deferred_firings) is
  'What an event fires of a trigger that could not hold it when it came.';
