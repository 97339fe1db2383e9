create or replace function sluice_private.add_event(
  organization_id uuid,
  name text,
  key text,
  payload jsonb,
  details jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid := sluice_hidden.uuidv7();
begin
  insert into sluice.workflow_events (organization_id, id, name, key, payload, details)
  values (
    add_event.organization_id, v_id, add_event.name, add_event.key, add_event.payload,
    add_event.details
  );
  insert into sluice_private.new_events (organization_id, event_id, topic)
  values (
    add_event.organization_id, v_id,
    sluice_private.event_topic(add_event.organization_id, add_event.name)
  );
end;
$$;

comment on function sluice_private.add_event(uuid, text, text, jsonb, jsonb) is
  'An event of the engine itself: a row, which the matcher takes once it is committed.';
