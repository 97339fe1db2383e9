/* One sweeper at a time. After a gap (an outage, a restart of Postgres) it only arms itself, and
   counts nobody as dead before every worker has had time to be heard again. */
create or replace function sluice_private.sweep()
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_armed_at timestamptz;
  v_suspects sluice_private.step_leases[];
  v_uncounted sluice_private.step_leases[];
  v_crashed sluice_private.step_leases[];
  v_count int;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:sweep', 0)) then
    return 0;
  end if;
  update sluice_private.sweeps
  set
    armed_at = case
      when greatest(sweeps.last_at, pg_postmaster_start_time()) < v_now - interval '10 seconds'
        or sweeps.last_at < pg_postmaster_start_time()
      then v_now + interval '6 seconds'
      else sweeps.armed_at
    end,
    last_at = v_now
  returning sweeps.armed_at into v_armed_at;
  if v_now < v_armed_at then
    return 0;
  end if;

  delete from sluice_private.workers
  where workers.last_seen_at < v_now - interval '15 seconds'
    and v_armed_at + interval '9 seconds' < v_now;

  perform sluice_private.delete_spent_jobs();
  select
    array_agg(lost.lease) filter (where lost.crashes = 0),
    array_agg(lost.lease) filter (where lost.crashes = 1 and (lost.lease).crashes < 2),
    array_agg(lost.lease) filter (where lost.crashes = 1 and (lost.lease).crashes >= 2)
  into v_uncounted, v_crashed, v_suspects
  from sluice_private.find_lost_leases(v_armed_at) as lost;

  v_count := sluice_private.expire_attempts()
    + coalesce(sluice_private.return_leases(coalesce(v_uncounted, '{}'), 0), 0)
    + coalesce(sluice_private.return_leases(coalesce(v_crashed, '{}'), 1), 0)
    + coalesce(sluice_private.quarantine(coalesce(v_suspects, '{}')), 0);
  perform sluice_private.delete_stale_results();
  return v_count;
end;
$$;

comment on function sluice_private.sweep() is
  'Gives the steps of dead workers, and leases that nobody knows of, back to the backlog, and '
  'ends attempts that take too long; says how many.';
grant execute on function sluice_private.sweep() to sluice_worker;
