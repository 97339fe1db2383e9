/* A worker beats every 3 s, so 12 s of silence are three beats that did not come, and its steps run
   again within 15. One whose session has ended has 2 s to come back with another. A time in the
   future is that of a server whose clock was ahead. What a worker ran that was told to stop, and
   was killed because that took too long, is not suspected of it. */
create or replace function sluice_private.remove_dead_workers(armed_at timestamptz)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_stopped sluice_private.step_leases[];
begin
  with dead as (
    delete from sluice_private.workers
    where (
      remove_dead_workers.armed_at + interval '9 seconds' < v_now
      and abs(extract(epoch from v_now - workers.last_seen_at)) > 12
    )
    or (
      workers.session_missing_since < v_now - interval '2 seconds'
      and workers.last_seen_at < workers.session_missing_since
    )
    returning workers.id, workers.is_draining
  )
  select array_agg(held)
  into v_stopped
  from dead
  inner join sluice_private.step_leases as held on held.worker_id = dead.id
  where dead.is_draining;
  return sluice_private.return_leases(coalesce(v_stopped, '{}'), 0);
end;
$$;

comment on function sluice_private.remove_dead_workers(timestamptz) is
  'Forgets workers that are silent or whose session has ended; says how many steps of stopped '
  'ones went back.';
