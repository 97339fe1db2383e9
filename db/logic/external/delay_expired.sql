/* A lock that somebody is just prolonging is not waited for. */
create or replace function sluice_private.delay_expired(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_count int;
begin
  with free as materialized (
    select l.organization_id, l.slot
    from (select g.* from unnest(leases) as g order by g.token limit cardinality(leases)) as l
    inner join sluice_private.step_leases as lease
      on lease.organization_id = any (array[l.organization_id])
      and lease.slot = l.slot
    for update of lease skip locked
  ),
  lost as (
    delete from sluice_private.step_leases as lease
    using free as given
    where lease.organization_id = any (array[given.organization_id])
      and lease.slot = given.slot
      and lease.expires_at < clock_timestamp()
    returning
      lease.*, v_now + interval '5 minutes' * power(2, lease.crashes) as due_at,
      jsonb_build_object(
        'class', 'crash', 'message', format('the lock of %s has expired', lease.holder)
      ) as error
  ),
  crashed as (
    insert into sluice_private.step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, error, started_at, finished_at
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.attempt,
      l.crashes, l.token, l.worker_id, l.epoch, 'crashed', l.error, l.bound_at, clock_timestamp()
    from lost as l
  ),
  timed as (
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at, is_parked
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, 'retry', l.due_at,
      live.paused_at is not null
    from lost as l cross join lateral (
      select e.paused_at from sluice_private.live_executions as e
      where e.organization_id = l.organization_id and e.id = l.execution_id offset 0
    ) as live
  ),
  blocked as (
    insert into sluice_private.blocked_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, reason, error, ready_at
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.version_id,
      l.action, l.input, l.attempt, l.crashes + 1, l.priority, 'retry', l.error, l.due_at
    from lost as l
    returning 1
  )
  select count(*)::int into v_count from blocked;
  return v_count;
end;
$$;

comment on function sluice_private.delay_expired(sluice_private.step_leases[]) is
  'Sets steps of locked executions whose locks have expired aside: for 5 minutes, then for 10; '
  'says how many.';
