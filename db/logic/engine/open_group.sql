/* What may cancel it counts while it waits for its lock, too. */
create or replace function sluice_private.open_group(
  container sluice_private.containers,
  input jsonb
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.awaited_events (
    organization_id, execution_id, frame_id, step_no, event_no, generation, topic, name, key, port,
    since, started_at
  )
  select
    container.organization_id, container.execution_id, container.frame_id, container.step_no, 1,
    container.generation,
    sluice_private.event_topic(container.organization_id, event.value ->> 'name'),
    event.value ->> 'name', sluice_private.text_of(event.value -> 'match'), 'cancelled',
    container.started_at - coalesce((event.value ->> 'inbox')::interval, '10 minutes'),
    container.started_at
  from (values (input -> 'cancel_on')) as event (value)
  where event.value is not null;
  return not input ? 'lock'
    or sluice_private.claim_lock(container, sluice_private.text_of(input -> 'lock'));
end;
$$;

comment on function sluice_private.open_group(sluice_private.containers, jsonb) is
  'Notes the event that cancels a group, and claims its lock; whether it may begin.';
