/* What rounds come to where each step is decided by the one before it alone. What lines add to a
   round is at most what a transaction burns. Where the execution ends with its row, nobody reads
   what that has made. */
create or replace function sluice_private.fire_lines(
  inout fired sluice_private.fired_step[],
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
  v_at_most int := least(50, 1 + 10000 / greatest(cardinality(fired), 1));
begin
  if not sluice_private.begins_line(fired) then
    return;
  end if;
  with line as materialized (
    select
      l.*, l.length = max(l.length) over row as is_last,
      bool_or(l.follower = 0 and l.status = 'completed') over row is true as is_over
    from sluice_private.lines_of(fired, v_at_most) as l
    window row as (partition by l.no)
  ),
  recorded as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, ready_at, started_at, finished_at, frame_path
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, 0, l.node_id, l.type, l.action,
      l.status, 1, l.ports,
      case when l.is_last then l.verdicts
        else coalesce(l.verdicts, '{}')
          || coalesce(l.edges -> 'open' -> l.ports[1], l.edges -> 'shut')
      end,
      l.input, l.output, v_now, v_now, v_now,
      case when l.frame_id <> 0
        then sluice_private.frame_path(l.organization_id, l.execution_id, l.frame_id)
      end
    from line as l
    where l.length > 0 and (l.is_over or not l.is_last)
  ),
  kept as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    )
    select l.organization_id, l.execution_id, l.frame_id, l.step_no, l.node_id, l.status, l.output
    from line as l
    where l.is_referenced and not l.is_last and not l.is_over
  )
  select
    array_agg(l.first) filter (where l.length = 0),
    array_agg((
      l.organization_id, l.execution_id, l.version_id, l.frame_id, l.step_no, 0, l.status, l.ports,
      1, l.input, l.output, null, l.verdicts, v_now, v_now, v_now, null, l.token
    )::sluice_private.settled_step) filter (where l.length > 0 and not l.is_over),
    array_agg((
      l.organization_id, l.execution_id, l.node_id, l.output
    )::sluice_private.ended_line) filter (where l.is_over),
    sum(greatest(l.length - 1, 0))::int
  into fired, settled, ended, passed
  from line as l
  where l.is_last;
end;
$$;

comment on function sluice_private.fire_lines(sluice_private.fired_step[]) is
  'Fires steps that have a follower, with those that follow; returns the others, the last of each '
  'row, and the executions that end with theirs.';
