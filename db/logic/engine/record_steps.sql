/* The one place where a finished step is written and its edges are resolved (R3, R4). */
create or replace function sluice_private.record_steps(settled sluice_private.settled_step[])
returns sluice_private.resolution[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_resolutions sluice_private.resolution[];
  v_turns sluice_private.settled_step[];
begin
  with resolved as materialized (
    select item as step, known.node_id, known.type, known.action,
      known.compensation, known.takes_turns, edges.targets, edges.lives, edges.verdicts
    from (
      select s from unnest(settled) as s limit cardinality(settled)
    ) as driver (item)
    cross join lateral (
      select w.* from sluice.workflow_steps as w
      where (w.organization_id, w.version_id) = ((item).organization_id, (item).version_id)
        and w.step_no = (item).step_no
      offset 0
    ) as known
    cross join lateral sluice_private.resolve_edges(item) as edges
  ),
  recorded as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, error, ready_at, started_at, finished_at, frame_path
    )
    select
      (r.step).organization_id, (r.step).execution_id, (r.step).frame_id, (r.step).step_no,
      (r.step).generation, r.node_id, r.type, r.action, (r.step).status, (r.step).attempt,
      coalesce((r.step).ports, '{}'), case when r.compensation is null then r.verdicts
        else sluice_private.keep_compensation(r.step, r.compensation, r.verdicts) end,
      (r.step).input, (r.step).output, (r.step).error, (r.step).ready_at, (r.step).started_at,
      (r.step).finished_at,
      sluice_private.frame_path((r.step).organization_id, (r.step).execution_id, (r.step).frame_id)
    from resolved as r
  ),
  targets as (
    select
      (r.step).organization_id, (r.step).execution_id, (r.step).version_id, (r.step).frame_id,
      edge.target as step_no, max((r.step).generation) as generation,
      sum(edge.is_live::int)::int as live, sum((not edge.is_live)::int)::int as dead,
      max((r.step).token) as token
    from resolved as r cross join lateral unnest(r.targets, r.lives) as edge (target, is_live)
    group by 1, 2, 3, 4, 5
  )
  select array_agg((
      t.organization_id, t.execution_id, t.version_id, t.frame_id, t.step_no, t.generation,
      t.live, t.dead, known.in_degree, known.join_kind, known.join_needed,
      known.join_region <> '{}', t.token, known.takes_turns
    )::sluice_private.resolution),
    (select array_agg(r.step) from resolved as r where r.takes_turns)
  into v_resolutions, v_turns
  from targets as t
  cross join lateral (
    select w.* from sluice.workflow_steps as w
    where (w.organization_id, w.version_id) = (t.organization_id, t.version_id)
      and w.step_no = t.step_no
    offset 0
  ) as known;
  return v_resolutions || sluice_private.next_turns(v_turns);
end;
$$;

comment on function sluice_private.record_steps(sluice_private.settled_step[]) is
  'Writes the history of steps that ended, with the verdict on each edge, and counts per target '
  'what went live and dead, and which steps it is now the turn of.';
