create or replace function sluice_private.told_event(port text, event sluice.workflow_events)
returns text
language sql
stable
return jsonb_build_object(
  'port', port, 'created_at', event.created_at,
  'output', jsonb_build_object('event', sluice_private.event_value(event))
)::text;

comment on function sluice_private.told_event(text, sluice.workflow_events) is
  'The arrival that ends a wait: the port, the output, and since when that is so.';
