create or replace function sluice_private.add_event(
  organization_id uuid,
  name text,
  key text,
  payload jsonb,
  details jsonb,
  ttl interval default null
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid := sluice_hidden.uuidv7();
begin
  insert into sluice.workflow_events (
    organization_id, id, name, key, payload, details, expires_at
  )
  values (
    add_event.organization_id, v_id, add_event.name, add_event.key, add_event.payload,
    add_event.details, sluice_hidden.now() + add_event.ttl
  );
  insert into sluice_private.new_events (organization_id, event_id, topic)
  values (
    add_event.organization_id, v_id,
    sluice_private.event_topic(add_event.organization_id, add_event.name)
  );
  return v_id;
end;
$$;

comment on function sluice_private.add_event(uuid, text, text, jsonb, jsonb, interval) is
  'An event that an execution makes: a row, which the matcher takes once it is committed; its id.';
