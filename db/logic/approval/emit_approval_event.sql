create or replace function sluice_private.emit_approval_event(
  organization_id uuid,
  name text,
  execution_id uuid,
  payload jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event_id uuid := sluice_hidden.uuidv7();
begin
  insert into sluice.workflow_events (organization_id, id, name, key, payload)
  values (
    emit_approval_event.organization_id, v_event_id, emit_approval_event.name,
    emit_approval_event.execution_id::text, emit_approval_event.payload
  );
  insert into sluice_private.new_events (organization_id, event_id, topic)
  values (
    emit_approval_event.organization_id, v_event_id,
    sluice_private.event_topic(organization_id, name)
  );
end;
$$;

comment on function sluice_private.emit_approval_event(uuid, text, uuid, jsonb) is
  'Emits an event about an approval; its key is the id of the execution.';
