/* What rounds come to where each step is decided by the one before it alone. Goes along all rows
   at once: what a row has made is kept at hand instead of being read back. The last of a row does
   not go on: with a status it has ended, without one it has yet to fire. What lines add to a round
   is at most what a transaction burns. Where the execution ends with its row, nobody reads what
   that has made. */
create or replace function sluice_private.fire_lines(
  inout fired sluice_private.fired_step[],
  at_most int,
  out settled sluice_private.settled_step[],
  out ended sluice_private.ended_line[],
  out passed int
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_at_most int := least(at_most, 1 + 10000 / greatest(cardinality(fired), 1));
begin
  if not sluice_private.begins_line(fired) then
    return;
  end if;
  with recursive line as (
    select b.* from sluice_private.begin_rows(fired) as b
    union all
    select
      line.no, line.length + 1, line.organization_id, line.execution_id, line.version_id,
      line.frame_id, line.token, line.generation, next.*
    from line
    cross join lateral sluice_private.next_of_line(
      line.organization_id, line.execution_id, line.version_id, line.frame_id, line.next_no,
      line.is_live, line.context, line.roots, line.refs, line.bytes, line.length + 1, v_at_most
    ) as next
    where line.goes_on
  ),
  recorded as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, ready_at, started_at, finished_at, frame_path
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, 0, l.node_id, l.type, l.action,
      l.status, 1, l.ports, l.verdicts, l.input, l.output, v_now, v_now, v_now,
      case when l.frame_id <> 0
        then sluice_private.frame_path(l.organization_id, l.execution_id, l.frame_id) end
    from line as l
    where l.status is not null and (l.goes_on or l.is_over)
  ),
  kept as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    )
    select l.organization_id, l.execution_id, l.frame_id, l.step_no, l.node_id, l.status, l.output
    from line as l
    where l.is_referenced and l.goes_on
      and not (array(select e.is_over from line as e where not e.goes_on order by e.no))[l.no]
  )
  select
    array_agg((
      l.organization_id, l.execution_id, l.version_id, l.frame_id, l.next_no, l.generation,
      l.is_live, l.token, false, false
    )::sluice_private.fired_step) filter (where l.status is null),
    array_agg((
      l.organization_id, l.execution_id, l.version_id, l.frame_id, l.step_no, 0, l.status, l.ports,
      1, l.input, l.output, null, l.verdicts, v_now, v_now, v_now, null, l.token
    )::sluice_private.settled_step) filter (where l.status is not null and not l.is_over),
    array_agg((
      l.organization_id, l.execution_id, l.node_id, l.output
    )::sluice_private.ended_line) filter (where l.is_over),
    sum(greatest(l.length - 1, 0))::int
  into fired, settled, ended, passed
  from line as l
  where not l.goes_on;
end;
$$;

comment on function sluice_private.fire_lines(sluice_private.fired_step[], int) is
  'Fires steps that have a follower, with those that follow, at most so many of a row; returns the '
  'others, the last of each row, and the executions that end with theirs.';
