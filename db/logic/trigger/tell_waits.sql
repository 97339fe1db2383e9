/* One event at a time: its partition is then found before the statement begins. */
create or replace function sluice_private.tell_waits(
  organization_id uuid,
  event_id uuid,
  is_new boolean
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_topic bigint;
begin
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = tell_waits.organization_id and e.id = tell_waits.event_id;
  if not is_new or v_event.expires_at <= sluice_hidden.now() then
    return v_event.name;
  end if;
  v_topic := sluice_private.event_topic(v_event.organization_id, v_event.name);

  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, body
  )
  select
    a.organization_id, a.execution_id, 'event', a.frame_id, a.step_no, a.generation,
    sluice_private.told_event(a.port, v_event)
  from (
    select awaited.*
    from sluice_private.awaited_events as awaited
    where awaited.topic = v_topic and awaited.key = v_event.key
    union all
    select awaited.*
    from sluice_private.awaited_events as awaited
    where awaited.topic = v_topic and awaited.key is null
  ) as a
  where a.organization_id is not distinct from v_event.organization_id
    and a.name is not distinct from v_event.name
    and a.since <= v_event.created_at
    and not sluice_private.was_taken(
      a.organization_id, a.execution_id, a.frame_id, a.step_no, a.started_at, v_event.id
    );
  return v_event.name;
end;
$$;

comment on function sluice_private.tell_waits(uuid, uuid, boolean) is
  'Leaves an event, if it is new, with every execution that waits for it; says its name.';
