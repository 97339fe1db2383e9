create or replace function sluice_private.event_value(event sluice.workflow_events)
returns jsonb
language sql
stable
return jsonb_build_object(
  'id', event.id, 'name', event.name, 'key', event.key, 'payload', event.payload,
  'created_at', event.created_at
);

comment on function sluice_private.event_value(sluice.workflow_events) is
  'An event as the wait that it ends gives it out.';
