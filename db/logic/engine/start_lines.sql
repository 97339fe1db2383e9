/* What propagate comes to where the trigger has a successor and only the start has arrived. */
create or replace function sluice_private.start_lines(
  inout arrived sluice_private.arrivals[],
  host sluice_private.workers,
  room int,
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_begun uuid[];
  v_queued sluice_private.queued_step[];
begin
  if not exists (select from unnest(arrived) as a where a.kind = 'start')
    or exists (select from sluice_private.paused_scopes)
  then
    return;
  end if;
  with begun as materialized (
    select s.organization_id, s.execution_id, s.version_id, s.trigger_step, trigger.*
    from (
      select (array_agg(a))[1] as arrival
      from unnest(arrived) as a
      group by a.execution_id
      having count(*) = 1
      limit cardinality(arrived)
    ) as driver
    cross join lateral (
      select e.organization_id, e.id as execution_id, e.version_id, e.trigger_step
      from sluice_private.live_executions as e
      where e.organization_id = (driver.arrival).organization_id
        and e.id = (driver.arrival).execution_id
      offset 0
    ) as s
    cross join lateral sluice_private.find_successor(
      s.organization_id, s.execution_id, s.version_id, s.trigger_step, null
    ) as trigger
    where (driver.arrival).kind = 'start' and (driver.arrival).generation = 0
  ),
  frames as (
    insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
    select b.organization_id, b.execution_id, 0, 1
    from begun as b
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, status, attempt,
      ports, verdicts, ready_at, started_at, finished_at
    )
    select
      b.organization_id, b.execution_id, 0, b.trigger_step, 0, b.node_id, 'trigger', 'completed',
      1, '{main}', b.verdicts, b.created_at, v_now, v_now
    from begun as b
  )
  select
    array_agg(b.execution_id),
    array_agg((
      b.organization_id, b.execution_id, b.version_id, 0, b.next_no, 0, b.next_action,
      b.next_input, 1, 0, b.priority, v_now, null, false
    )::sluice_private.queued_step)
  into v_begun, v_queued
  from begun as b;
  if v_begun is not null then
    handed := array(select h from sluice_private.hand_over(v_queued, host, room) as h);
    arrived := array(select a from unnest(arrived) as a where a.execution_id <> all (v_begun));
  end if;
end;
$$;

comment on function sluice_private.start_lines(
  sluice_private.arrivals[], sluice_private.workers, int
) is
  'Starts executions whose trigger has a successor: that joins the backlog, or is handed to a '
  'host that has room. Returns what has arrived at the others.';
