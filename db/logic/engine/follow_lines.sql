/* What a round comes to where there is nothing to decide. A step in a container, or of an execution
   that is retried, takes the round. */
create or replace function sluice_private.follow_lines(
  inout settled sluice_private.settled_step[],
  out queued sluice_private.queued_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  if exists (select from sluice_private.paused_scopes) then
    return;
  end if;
  with looked as materialized (
    select driver.step as ended, line.*
    from (select s as step from unnest(settled) as s limit cardinality(settled)) as driver
    left join lateral (
      select e.priority, successor.*
      from sluice_private.live_executions as e
      cross join lateral sluice_private.find_successor(
        e.organization_id, e.id, e.version_id, (driver.step).step_no, (driver.step).output,
        e.input, e.variables
      ) as successor
      where (e.organization_id, e.id, e.status)
          = ((driver.step).organization_id, (driver.step).execution_id, 'running')
        and ((driver.step).frame_id, (driver.step).generation, (driver.step).status)
          = (0, 0, 'completed')
        and 'main' = any ((driver.step).ports)
      offset 0
    ) as line on line.next_action is not null
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, ready_at, started_at, finished_at
    )
    select
      (l.ended).organization_id, (l.ended).execution_id, 0, (l.ended).step_no, 0, l.node_id, l.type,
      l.action, 'completed', (l.ended).attempt, (l.ended).ports,
      coalesce((l.ended).verdicts, '{}') || l.verdicts, (l.ended).input, (l.ended).output,
      (l.ended).ready_at, (l.ended).started_at, (l.ended).finished_at
    from looked as l
    where l.next_no is not null
  ),
  outputs as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    )
    select
      (l.ended).organization_id, (l.ended).execution_id, 0, (l.ended).step_no, l.node_id,
      'completed', (l.ended).output
    from looked as l
    where l.is_kept
  )
  select
    array_agg(l.ended) filter (where l.next_no is null),
    array_agg((
      (l.ended).organization_id, (l.ended).execution_id, (l.ended).version_id, 0, l.next_no, 0,
      l.next_action, l.next_input, 1, 0, l.priority, v_now, (l.ended).token,
      false
    )::sluice_private.queued_step) filter (where l.next_no is not null)
  into settled, queued
  from looked as l;
end;
$$;

comment on function sluice_private.follow_lines(sluice_private.settled_step[]) is
  'Of steps that have ended, records those that have a successor, which is queued; returns the '
  'others.';
