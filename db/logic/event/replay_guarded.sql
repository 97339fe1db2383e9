-- lint: allow when-others: an event that cannot be replayed never stops the operation
create or replace function sluice_private.replay_guarded(
  organization_id uuid,
  event_id uuid,
  out count int,
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_firings sluice_private.trigger_firing[];
begin
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = replay_guarded.organization_id and e.id = replay_guarded.event_id;
  v_firings := sluice_private.replay_firings(v_event);
  perform sluice_private.fire_at_once(v_firings);
  count := cardinality(v_firings);
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    count := 1;
    error := jsonb_build_object('event_id', event_id, 'code', sqlstate, 'message', sqlerrm);
end;
$$;

comment on function sluice_private.replay_guarded(uuid, uuid) is
  'Replays one event of a bulk operation: how many triggers it has fired; or why it could not be.';
