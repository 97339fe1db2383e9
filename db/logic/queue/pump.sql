create or replace function sluice_private.pump(
  worker_id uuid,
  epoch bigint,
  room int default null
)
returns table (
  advanced int,
  admitted int,
  more boolean,
  next_due timestamptz,
  handed sluice_private.handed_step[]
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
  v_matched int := sluice_private.match_events(500) + sluice_private.fire_due(100);
  v_scheduled int := sluice_private.fire_schedules(200);
  v_passed int;
begin
  advanced := sluice_private.advance_batch();
  select a.moved, sluice_private.begin_handed(a.handed)
  into admitted, handed
  from sluice_private.admit(v_worker, room) as a;
  v_passed := sluice_private.pass_locks(500);
  more := advanced > 0 or admitted > 0 or v_matched > 0 or v_scheduled > 0
    or v_passed > 0;
  if exists (select from sluice.bulk_operations as running where running.status = 'running') then
    more := sluice_private.advance_bulk() or more;
  end if;
  if more and v_worker.is_idle then
    update sluice_private.workers
    set is_idle = false
    where workers.id = v_worker.id and workers.is_idle;
  end if;
  next_due := least(
    sluice_private.next_timer(), sluice_private.next_look(), sluice_private.next_schedule(), (
    select state.look_at
    from sluice_private.limits as state
    where state.look_at is not null
    order by state.look_at
    limit 1
  ));
  return next;
end;
$$;

comment on function sluice_private.pump(uuid, bigint, int) is
  'What a host calls in a loop: advances what is pending, admits what may run (up to room of it to '
  'this host, which begins it at once), carries bulk operations out; when the next timer is due.';
grant execute on function sluice_private.pump(uuid, bigint, int) to sluice_worker;
