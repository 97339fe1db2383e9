/* One wait at a time, between two ids, so that few partitions are looked into. An id is made a
   moment before or after its event's created_at: hence the second. */
create or replace function sluice_private.look_back(awaited sluice_private.awaited_events)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from uuid := sluice_hidden.uuid_floor(awaited.since - interval '1 s');
  v_to uuid := sluice_hidden.uuid_floor(clock_timestamp() + interval '1 s');
  v_now timestamptz := sluice_hidden.now();
  v_event sluice.workflow_events;
begin
  if awaited.key is null then
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = awaited.organization_id and e.name = awaited.name
      and e.webhook_id is null and e.id between v_from and v_to and e.created_at >= awaited.since
      and coalesce(e.expires_at > v_now, true)
      and not sluice_private.was_taken(
        awaited.organization_id, awaited.execution_id, awaited.frame_id, awaited.step_no,
        awaited.started_at, e.id
      )
    order by e.id
    limit 1;
  else
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = awaited.organization_id and e.name = awaited.name
      and e.key = awaited.key
      and e.webhook_id is null and e.id between v_from and v_to and e.created_at >= awaited.since
      and coalesce(e.expires_at > v_now, true)
      and not sluice_private.was_taken(
        awaited.organization_id, awaited.execution_id, awaited.frame_id, awaited.step_no,
        awaited.started_at, e.id
      )
    order by e.id
    limit 1;
  end if;
  if v_event.id is null then
    return bigint '0';
  end if;
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, body
  )
  values (
    awaited.organization_id, awaited.execution_id, 'event', awaited.frame_id, awaited.step_no,
    awaited.generation,
    sluice_private.told_event(awaited.port, v_event)
  );
  return octet_length(v_event.payload::text)::bigint;
end;
$$;

comment on function sluice_private.look_back(sluice_private.awaited_events) is
  'Leaves with an execution the first event that came before anybody knew of its wait; says how '
  'many bytes that has.';
