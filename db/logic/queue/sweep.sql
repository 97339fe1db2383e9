/* One sweeper at a time. It looks for dead workers each time; at leases and all the rest when one
   has died, or every 2 s. After an outage (a gap, a restart of Postgres, a failover) it only arms
   itself, and counts nobody as dead before every worker has had time to be heard again. */
create or replace function sluice_private.sweep(pause interval default interval '0')
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_armed_at timestamptz;
  v_workers bigint;
  v_lost record;
  v_count int;
begin
  if exists (
    select from sluice_private.sweeps
    where sweeps.last_at between clock_timestamp() - sweep.pause and clock_timestamp()
      and sweep.pause > interval '0'
  ) or not pg_try_advisory_xact_lock(hashtextextended('sluice:sweep', 0)) then
    return 0;
  end if;
  v_armed_at := sluice_private.arm_sweeper();
  if clock_timestamp() < v_armed_at then
    return 0;
  end if;

  perform sluice_private.mark_missing_sessions();
  select count(*) into v_workers from sluice_private.workers;
  v_count := sluice_private.remove_dead_workers(v_armed_at);
  update sluice_private.sweeps
  set looked_at = clock_timestamp()
  where sweep.pause = interval '0'
    or v_workers <> (select count(*) from sluice_private.workers)
    or sweeps.looked_at not between clock_timestamp() - interval '2 seconds' and clock_timestamp();
  if not found then
    return v_count;
  end if;
  perform sluice_private.delete_spent_jobs();
  perform sluice_private.free_polls();
  select
    array_agg(lost.lease) filter (where lost.crashes = 0) as uncounted,
    array_agg(lost.lease) filter (where lost.crashes = 1) as crashed
  into v_lost
  from sluice_private.find_lost_leases(v_armed_at) as lost;

  v_count := v_count + sluice_private.expire_attempts()
    + sluice_private.return_leases(coalesce(v_lost.uncounted, '{}'), 0)
    + sluice_private.count_crashes(coalesce(v_lost.crashed, '{}'))
    + sluice_private.expire_locks();
  perform sluice_private.delete_stale_results();
  perform sluice_private.delete_spent_limits();
  perform sluice_private.fold_counts();
  perform sluice_private.fold_trigger_counts();
  perform sluice_private.fold_webhook_counts();
  delete from sluice_private.ended_traces
  where ended_traces.finished_at < clock_timestamp() - interval '10 minutes';
  perform sluice_private.forget_changes();
  perform sluice_hidden.failpoint('swept');
  return v_count;
end;
$$;

comment on function sluice_private.sweep(interval) is
  'Gives the steps of dead workers, and leases that nobody knows of, back to the backlog, and '
  'ends attempts that take too long; says how many. Nothing if the last sweep is no longer ago '
  'than the pause.';
grant execute on function sluice_private.sweep(interval) to sluice_worker;
