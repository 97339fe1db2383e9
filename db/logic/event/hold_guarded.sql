-- lint: allow when-others: an event that cannot be held never stops the others
create or replace function sluice_private.hold_guarded(
  target sluice.workflow_triggers,
  firing sluice_private.trigger_firing,
  key text
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.hold_event(target, firing, key);
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    perform sluice_private.refuse_firing(target, firing.event_id, sqlerrm);
    return null;
end;
$$;

comment on function sluice_private.hold_guarded(
  sluice.workflow_triggers, sluice_private.trigger_firing, text
) is
  'hold_event; an event that cannot be held gets its reason.';
