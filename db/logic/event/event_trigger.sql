create or replace function sluice_private.event_trigger(event sluice.workflow_events)
returns jsonb
language sql
stable
return jsonb_strip_nulls(jsonb_build_object('depth', event.details -> 'depth'))
  || jsonb_build_object(
    'payload', event.payload,
    'event', sluice_private.event_value(event) - 'payload'
  );

comment on function sluice_private.event_trigger(sluice.workflow_events) is
  'What expressions read as trigger where an event has fired it.';
