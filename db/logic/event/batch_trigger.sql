create or replace function sluice_private.batch_trigger(events sluice.workflow_events[])
returns jsonb
language sql
stable
return (
  select jsonb_strip_nulls(jsonb_build_object('depth', max((e.details ->> 'depth')::int)))
    || jsonb_build_object(
      'batch', count(*),
      'payload', case when bool_and(e.name like 'sluice.workflow.%') then jsonb_build_object(
        'runs', jsonb_agg(e.payload -> 'run' order by e.ordinal),
        'run', (jsonb_agg(e.payload -> 'run' order by e.ordinal)) -> -1,
        'error', (jsonb_agg(e.payload -> 'error' order by e.ordinal)) -> -1
      ) else jsonb_build_object(
        'events', jsonb_agg(jsonb_build_object(
          'id', e.id, 'name', e.name, 'key', e.key, 'payload', e.payload,
          'created_at', e.created_at
        ) order by e.ordinal),
        'count', count(*)
      ) end
    )
  from unnest(events) with ordinality as e (
    organization_id, id, name, webhook_id, trigger_id, delivery_id, key, payload, details,
    execution_id, reason, expires_at, xid, created_at, ordinal
  )
);

comment on function sluice_private.batch_trigger(sluice.workflow_events[]) is
  'What expressions read as trigger where several events have fired it together.';
