/* One at a time in the whole database. Whatever waits for a lock for 100 ms is left for the next
   time: nobody who writes is held up for longer. */
create or replace function sluice_private.maintain()
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set plan_cache_mode = force_custom_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_more boolean := false;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:maintenance', 0)) or not exists (
    select from sluice_private.maintenance as m where m.next_at <= clock_timestamp()
  ) then
    return false;
  end if;
  begin
    v_more := sluice_private.make_partitions()
      or sluice_private.expire_keys()
      or sluice_private.expire_events()
      or exists (
        select
        from sluice_private.maintenance as m
        where m.expired_at < clock_timestamp() - interval '10 minutes'
      ) and sluice_private.expire_executions()
      or sluice_private.retire_partitions()
      or sluice_private.measure_storage();
  exception
    when lock_not_available then
      v_more := false;
  end;
  if not v_more then
    update sluice_private.maintenance set next_at = clock_timestamp() + interval '10 seconds';
  end if;
  return v_more;
end;
$$;

comment on function sluice_private.maintain() is
  'Does the next thing there is to do for history: makes partitions, deletes what has expired, '
  'replaces old partitions by what is kept of them, measures how much there is; whether there '
  'may be more to do.';
grant execute on function sluice_private.maintain() to sluice_worker;
