/* With max_attempts 1 a job that is merely unlocked would never run again, so it is deleted; the
   next admission brings a new token and a new job. A lease that somebody holds is being reported or
   cancelled, so it is not waited for: only who holds its execution may wait for a lease. */
create or replace function sluice_private.return_leases(
  leases sluice_private.step_leases[],
  crashes int
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with free as materialized (
    select l.organization_id, l.slot, l.token, l.execution_id, l.worker_id
    from (select g.* from unnest(leases) as g order by g.token limit cardinality(leases)) as l
    inner join sluice_private.step_leases as lease
      on lease.organization_id = any (array[l.organization_id])
      and (lease.slot, lease.token) = (l.slot, l.token)
    for update of lease skip locked
  ),
  returned as (
    delete from sluice_private.step_leases as lease
    using free as l
    where lease.organization_id = any (array[l.organization_id])
      and (lease.slot, lease.token) = (l.slot, l.token)
      and lease.worker_id is not distinct from l.worker_id
      and not exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = l.organization_id
          and arrival.execution_id = l.execution_id
          and arrival.token = l.token
      )
    returning lease.*
  ),
  crashed as (
    insert into sluice_private.step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, error, started_at, finished_at
    )
    select
      r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, r.attempt,
      r.crashes, r.token, r.worker_id, r.epoch, 'crashed',
      '{"class": "crash", "message": "its worker died"}', r.bound_at, clock_timestamp()
    from returned as r
    where return_leases.crashes > 0
  ),
  jobs as (
    delete from graphile_worker._private_jobs as job using returned as r
    where job.key = 'sluice:' || r.slot
  ),
  ready as (
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at
    )
    select
      r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, r.version_id,
      r.action, r.input, r.attempt, r.crashes + return_leases.crashes, r.priority, r.ready_at
    from returned as r
    returning 1
  )
  select count(*)::int into v_count from ready;
  perform sluice_private.note_leases(leases);
  perform sluice_private.hold_ready(live.organization_id, live.id)
  from sluice_private.live_executions as live
  where live.paused_at is not null
    and live.id in (select l.execution_id from unnest(leases) as l);
  return v_count;
end;
$$;

comment on function sluice_private.return_leases(sluice_private.step_leases[], int) is
  'Puts leased steps back into the backlog, with this many crashes more, and deletes their '
  'jobs; says how many.';
