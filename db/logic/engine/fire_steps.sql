create or replace function sluice_private.fire_steps(
  fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[],
  out queued sluice_private.queued_step[],
  out timed sluice_private.settled_step[],
  out waiting sluice_private.settled_step[],
  out opening sluice_private.settled_step[],
  out calling sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  with outcomes as materialized (
    select driver.f, step.known, sluice_private.fire_step(driver.f, step.known, seen.context) as o
    from (select f from unnest(fired) as f limit cardinality(fired)) as driver (f)
    cross join lateral (
      select w as known, w.roots, w.refs, w.type
      from sluice.workflow_steps as w
      where w.organization_id = (f).organization_id
        and w.version_id = (f).version_id
        and w.step_no = (f).step_no
      offset 0
    ) as step
    cross join lateral sluice_private.widen_context(
      (f).organization_id, (f).execution_id, (f).frame_id, '{"steps": {}}', '{}', '{}', step.roots,
      step.refs, (f).is_live and step.type <> 'compensation'
    ) as seen
  ),
  ended as (
    select r.*, sluice_private.settled_of(r.f, r.o, v_now) as step
    from outcomes as r
  )
  select
    array_agg(r.step) filter (where (r.o).kind = 'settled'),
    array_agg((
      (r.f).organization_id, (r.f).execution_id, (r.f).version_id, (r.f).frame_id, (r.f).step_no,
      (r.f).generation, (r.known).action, (r.o).input, 1, 0,
      coalesce((r.known).priority, (
        select e.priority from sluice_private.live_executions as e
        where e.organization_id = (r.f).organization_id and e.id = (r.f).execution_id offset 0
      )), v_now,
      (r.f).token, (r.known).limits is not null
    )::sluice_private.queued_step) filter (where (r.o).kind = 'queued'),
    array_agg(r.step) filter (where (r.o).kind = 'queued' and (r.o).due_at is not null),
    array_agg(r.step) filter (where (r.o).kind = 'waiting'),
    array_agg(r.step) filter (where (r.o).kind = 'opening'),
    array_agg(r.step) filter (where (r.o).kind = 'calling'),
    array_agg((
      (r.f).organization_id, (r.f).execution_id,
      case when (r.o).closes_execution then 0 else (r.f).frame_id end, (r.o).close_status,
      case when (r.o).close_status = 'completed' then (r.o).output end,
      case when (r.o).error is not null
        then sluice_private.error_at((r.o).error, (r.known).node_id)
      end
    )::sluice_private.closing_frame) filter (where (r.o).close_status is not null)
  into settled, queued, timed, waiting, opening, calling, closing
  from ended as r;
end;
$$;

comment on function sluice_private.fire_steps(sluice_private.fired_step[]) is
  'Fires steps: what has ended here, what a worker shall do, what of that within a time, what '
  'waits, which containers begin, which workflows are called, and which frames end.';
