/* Little to do takes no worker's mark off that it is idle: the next start is to wake it as well.
   Steps that were given to the host directly had nothing to wait for. */
create or replace function sluice_private.pump(
  worker_id uuid,
  epoch bigint,
  room int default null,
  apart int default 0
)
returns table (
  advanced int,
  admitted int,
  more boolean,
  is_idle boolean,
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
  v_now timestamptz := sluice_hidden.now();
  v_timer_at timestamptz := sluice_private.next_timer();
  v_look record := sluice_private.look_around();
  v_fired int := 0;
  v_taken sluice_private.handed_step[];
  v_handed sluice_private.handed_step[];
  v_passed int := 0;
begin
  room := case when not v_worker.is_draining then room end;
  apart := case when v_look.has_suspects and not v_worker.is_draining then apart end;
  advanced := 0;
  if v_look.has_events then
    v_fired := sluice_private.match_events(500);
    v_look := sluice_private.look_around();
  end if;
  if v_look.look_at <= v_now then
    v_fired := v_fired + sluice_private.fire_due(100);
  end if;
  if v_look.schedule_at <= v_now then
    v_fired := v_fired + sluice_private.fire_schedules(200);
  end if;
  if v_fired > 0 then
    v_look := sluice_private.look_around();
  end if;
  if v_look.has_offers or v_look.has_suspects then
    v_taken := sluice_private.take_offered(v_worker, room);
    room := room - cardinality(v_taken);
    v_taken := v_taken || sluice_private.take_suspects(v_worker, apart);
  end if;
  if v_look.has_arrivals or v_timer_at <= v_now then
    select a.advanced, a.handed
    into advanced, v_handed
    from sluice_private.advance_pending(
      host => v_worker, room => sluice_private.direct_room(v_worker, room)
    ) as a;
    v_timer_at := sluice_private.next_timer();
  end if;
  select a.moved, a.handed
  into admitted, v_handed
  from sluice_private.admit_beside(v_handed, v_worker, room) as a;
  admitted := admitted + coalesce(cardinality(v_taken), 0);
  handed := sluice_private.begin_handed(v_taken || v_handed);
  if v_look.has_claims or advanced > 0 then
    v_passed := sluice_private.pass_locks(500);
  end if;
  more := advanced > 0 or admitted > 0 or v_fired > 0 or v_passed > 0;
  if v_look.has_bulk then
    more := sluice_private.advance_bulk() or more;
  end if;
  is_idle := v_worker.is_idle and advanced + admitted <= 4;
  if v_worker.is_idle and not is_idle then
    update sluice_private.workers set is_idle = false where workers.id = v_worker.id;
  end if;
  next_due := least(v_timer_at, v_look.look_at, v_look.schedule_at, sluice_private.next_limit());
  return next;
end;
$$;

comment on function sluice_private.pump(uuid, bigint, int, int) is
  'What a host calls in a loop: advances what is pending, admits what may run (up to room of it to '
  'this host, which begins it at once, and what a process has died of for its places apart), '
  'carries bulk operations out; whether there may be more to do, whether what starts notifies this '
  'worker, and when the next timer is due.';
grant execute on function sluice_private.pump(uuid, bigint, int, int) to sluice_worker;
