/* One admitter at a time, for all workers. Those actions come first that the fewest workers serve:
   the others have somewhere else to go. */
create or replace function sluice_private.admit()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_served text[] := array(
    select distinct unnest(workers.actions) as action from sluice_private.workers
    where not workers.is_draining
    order by action
  );
  v_state sluice_private.admissions;
  v_free int;
  v_group record;
  v_done record;
  v_queues sluice_private.ready_queue[];
  v_waiting uuid[];
  v_count int;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:admit', 0)) then
    return 0;
  end if;
  v_count := sluice_private.open_limits(sluice_hidden.now())
    + sluice_private.admit_starts(sluice_hidden.now());
  v_free := sluice_private.free_slots();
  if v_free = 0 then
    return v_count;
  end if;
  v_state := sluice_private.find_queues(v_served, clock_timestamp());
  if v_state.queues = '{}' then
    return v_count;
  end if;

  v_state := sluice_private.share_out(v_state, clock_timestamp());
  for v_group in
    select g.* from sluice_private.serving_groups(v_served, v_free) as g order by g.workers
  loop
    select a.*
    into v_done
    from sluice_private.admit_group(v_state, v_group.actions, least(v_group.free, v_free)) as a;
    v_state.shares := v_done.shares;
    v_queues := v_queues || v_done.queues;
    v_waiting := v_waiting || v_done.waiting;
    v_free := v_free - v_done.leased;
    v_count := v_count + v_done.moved;
  end loop;
  perform sluice_private.mark_over_share(v_state.shares, v_waiting);
  perform sluice_private.keep_admission(v_state, v_queues, clock_timestamp());
  return v_count;
end;
$$;

comment on function sluice_private.admit() is
  'Lets executions begin, and admits steps of the backlog for all workers that have room, each '
  'what it serves, where no limit forbids it: a lease and a graphile job each; says how many it '
  'moved.';
