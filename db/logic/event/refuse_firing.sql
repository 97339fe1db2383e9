create or replace function sluice_private.refuse_firing(
  target sluice.workflow_triggers,
  event_id uuid,
  reason text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice.workflow_trigger_firings (
    organization_id, workflow_id, trigger_id, event_id, status, reason
  )
  values (
    target.organization_id, target.workflow_id, target.id, refuse_firing.event_id, 'refused',
    left(refuse_firing.reason, 1000)
  );
end;
$$;

comment on function sluice_private.refuse_firing(sluice.workflow_triggers, uuid, text) is
  'Writes down why a trigger starts nothing.';
