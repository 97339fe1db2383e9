/* What the host that asks has room for is bound to it at once, as a follow-up is; the others are
   offered. */
create or replace function sluice_private.lease_steps(
  ready sluice_private.ready_steps[],
  limits jsonb[],
  host sluice_private.workers,
  room int,
  out leased int,
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done record;
begin
  with claimed as (
    delete from sluice_private.ready_steps as ready
    using (
      select held.place, r.limits,
        r.action = any (host.actions) and row_number() over () <= room as is_here
      from unnest(lease_steps.ready, lease_steps.limits) as r (
        organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
        attempt, crashes, priority, seq, ready_at, limits
      )
      cross join lateral (
        select one.ctid as place
        from sluice_private.ready_steps as one
        where one.organization_id = r.organization_id
          and one.execution_id = r.execution_id
          and one.frame_id = r.frame_id
          and one.step_no = r.step_no
        offset 0
      ) as held
      limit cardinality(lease_steps.ready)
    ) as next
    where ready.ctid = next.place
    returning ready.*, next.limits, nextval('sluice_private.lease_token') as token, next.is_here
  ),
  admitted as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, crashes, priority, worker_id, epoch, bound_at, ready_at, start_by,
      limits
    )
    select
      c.organization_id, c.token, c.execution_id, c.frame_id, c.step_no, c.generation,
      c.version_id, c.action, c.input, c.attempt, c.crashes, c.priority,
      case when c.is_here then host.id end, case when c.is_here then host.epoch end,
      case when c.is_here then clock_timestamp() end, c.ready_at,
      clock_timestamp() + interval '30 seconds', c.limits
    from claimed as c
    returning step_leases.*
  )
  select
    count(*)::int as leased,
    array_agg((
      a.action,
      json_build_object('organization_id', a.organization_id, 'token', a.token::text),
      null, null, 1, 'sluice:' || a.token, a.priority, null
    )::graphile_worker.job_spec order by a.token) filter (where a.bound_at is null) as jobs,
    array_agg((select h from sluice_private.describe_lease(a) as h) order by a.token)
      filter (where a.bound_at is not null) as handed
  into v_done
  from admitted as a;

  leased := v_done.leased;
  handed := v_done.handed;
  if v_done.jobs is not null then
    perform graphile_worker.add_jobs(v_done.jobs);
  end if;
end;
$$;

comment on function sluice_private.lease_steps(
  sluice_private.ready_steps[], jsonb[], sluice_private.workers, int
) is
  'Gives ready steps a lease, with the limits they count under: how many, and those that are bound '
  'to the host; each of the others has a graphile job. What a limit has refused is not ready.';
