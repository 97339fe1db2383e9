create or replace function sluice_private.start_waits(waiting sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.waits (
    organization_id, execution_id, frame_id, step_no, generation, version_id, input, due_port,
    started_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, item.generation,
    item.version_id, item.input, item.ports[1], item.started_at
  from unnest(waiting) as item;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'wait', item.due_at
  from unnest(waiting) as item
  where item.due_at is not null
  union all
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'poll',
    item.started_at + sluice_private.poll_interval(item.input -> 'condition')
  from unnest(waiting) as item
  where item.input ? 'condition';

  insert into sluice_private.awaited_events (
    organization_id, execution_id, frame_id, step_no, event_no, generation, topic, name, key, port,
    since, started_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, event.ordinal,
    item.generation,
    sluice_private.event_topic(item.organization_id, event.value ->> 'name'),
    event.value ->> 'name', sluice_private.text_of(event.value -> 'match'),
    event.value ->> 'port',
    item.started_at - coalesce((item.input ->> 'inbox')::interval, '10 minutes'), item.started_at
  from unnest(waiting) as item
  cross join lateral jsonb_array_elements(item.input -> 'events') with ordinality
    as event (value, ordinal);
  perform sluice_private.open_approvals(waiting);
end;
$$;

comment on function sluice_private.start_waits(sluice_private.settled_step[]) is
  'Suspends steps until one of the things they wait for has come.';
