/* A step without limits may skip the queue when it follows one that this worker has just reported:
   one for each report, at most 16 in a row, while no organization waits that has had less; or when
   a host asks that has room, and nothing that it could run waits. The rest joins the backlog. */
create or replace function sluice_private.hand_over(
  queued sluice_private.queued_step[],
  worker sluice_private.workers,
  room int default 0
)
returns setof sluice_private.handed_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with ranked as materialized (
    select
      item as step,
      item.crashes = 0
        and not item.is_limited
        and item.organization_id <> all (worker.over_share)
        and not worker.is_draining
        and item.action = any (worker.actions)
        and coalesce(item.token & 31, 0) < 16
        and row_number() over line <= case when item.token is null then room else 1 end
        and sum(coalesce(pg_column_size(item.input), 0)) over line
          <= sluice_hidden.max_batch_bytes()
        as is_handed
    from unnest(queued) as item
    window line as (
      partition by item.token order by item.priority, item.step_no
      rows unbounded preceding
    )
  ),
  backlog as (
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at
    )
    select
      (r.step).organization_id, (r.step).execution_id, (r.step).frame_id, (r.step).step_no,
      (r.step).generation, (r.step).version_id, (r.step).action, (r.step).input,
      (r.step).attempt, (r.step).crashes, (r.step).priority, (r.step).ready_at
    from ranked as r
    where r.is_handed is not true
  ),
  leased as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, crashes, priority, worker_id, epoch, ready_at, start_by, bound_at
    )
    select
      (r.step).organization_id,
      coalesce((r.step).token + 1, nextval('sluice_private.lease_token')),
      (r.step).execution_id, (r.step).frame_id, (r.step).step_no, (r.step).generation,
      (r.step).version_id, (r.step).action, (r.step).input, (r.step).attempt, (r.step).crashes,
      (r.step).priority, worker.id, worker.epoch, (r.step).ready_at, clock_timestamp(),
      clock_timestamp()
    from ranked as r
    where r.is_handed
    returning step_leases.*
  )
  select h.*
  from leased
  cross join lateral sluice_private.describe_lease(leased) as h;
end;
$$;

comment on function sluice_private.hand_over(
  sluice_private.queued_step[], sluice_private.workers, int
) is
  'Queues steps for workers; those that this worker may run at once come back, leased and bound.';
