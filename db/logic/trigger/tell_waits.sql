/* One event at a time: its partition is then found before the statement begins. A wait that begins
   meanwhile looks back by itself. An arrival counts as 16 KiB at least, which is what its row and
   the work on it are worth. */
create or replace function sluice_private.tell_waits(
  event sluice_private.new_events,
  max_bytes bigint,
  out name text,
  out bytes bigint,
  out after_wait bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_topic bigint;
  v_after bigint := coalesce(event.after_wait, bigint '0');
  v_size bigint := bigint '16384';
  v_most bigint;
begin
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = event.organization_id and e.id = event.event_id;
  name := v_event.name;
  bytes := bigint '0';
  if event.after_workflow is not null or v_event.expires_at <= sluice_hidden.now() then
    return;
  end if;
  v_topic := sluice_private.event_topic(v_event.organization_id, v_event.name);
  if pg_column_size(v_event.payload) > 1000 then
    v_size := greatest(v_size, octet_length(v_event.payload::text)::bigint);
  end if;
  v_most := greatest(bigint '1', max_bytes / v_size);

  with page as materialized (
    (
      select a.*
      from sluice_private.awaited_events as a
      where a.topic = v_topic and a.key = v_event.key and a.seq > v_after
      order by a.seq
      limit v_most
    )
    union all
    (
      select a.*
      from sluice_private.awaited_events as a
      where a.topic = v_topic and a.key is null and a.seq > v_after
      order by a.seq
      limit v_most
    )
    order by seq
    limit v_most
  ), left_with as (
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, body
    )
    select
      a.organization_id, a.execution_id, 'event', a.frame_id, a.step_no, a.generation,
      sluice_private.told_event(a.port, v_event)
    from page as a
    where a.organization_id is not distinct from v_event.organization_id
      and a.name is not distinct from v_event.name
      and a.since <= v_event.created_at
      and not sluice_private.was_taken(
        a.organization_id, a.execution_id, a.frame_id, a.step_no, a.started_at, v_event.id
      )
  )
  select count(*) * v_size, case when count(*) = v_most then max(page.seq) end
  into bytes, after_wait
  from page;
end;
$$;

comment on function sluice_private.tell_waits(sluice_private.new_events, bigint) is
  'Leaves an event with the executions that wait for it, as far as so many bytes go: its name, how '
  'many that were, and after which wait the next look is to begin. Null: there are no more.';
