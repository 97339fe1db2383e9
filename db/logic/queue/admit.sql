/* One admitter at a time, for all workers. Those actions come first that the fewest workers serve:
   the others have somewhere else to go. In company an organization's step waits for fewer of the
   others to be handed over. */
create or replace function sluice_private.admit(
  host sluice_private.workers default null,
  room int default null,
  out moved int,
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_room record;
  v_state sluice_private.admissions;
  v_free int;
  v_kept int;
  v_at_most int;
  v_group record;
  v_done record;
  v_queues sluice_private.ready_queue[];
  v_waiting uuid[];
begin
  moved := 0;
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:admit', 0)) then
    return;
  end if;
  moved := sluice_private.open_limits(sluice_hidden.now())
    + sluice_private.admit_starts(sluice_hidden.now());
  v_room := sluice_private.room_to_fill(host, room);
  v_free := v_room.free;
  if v_free = 0 then
    return;
  end if;
  v_state := sluice_private.find_queues(v_room.served, clock_timestamp());
  if v_state.queues = '{}' or not sluice_private.has_ready(v_state, clock_timestamp()) then
    return;
  end if;

  if (select count(distinct q.organization_id) from unnest(v_state.queues) as q) > 1 then
    v_at_most := 50;
  end if;
  v_kept := sluice_private.kept_slots();
  v_kept := greatest(0, v_kept - greatest(0, v_room.all_free - least(v_free, v_at_most)));
  v_state := sluice_private.share_out(v_state, clock_timestamp());
  for v_group in
    select
      g.actions,
      case when not v_room.is_for_host or g.actions && host.actions then g.free else 0 end as free
    from sluice_private.serving_groups(v_room.served, v_free) as g
    order by g.workers
  loop
    select a.*
    into v_done
    from sluice_private.admit_group(
      v_state, v_group.actions, least(v_group.free, v_free, v_at_most), host,
      room - coalesce(cardinality(handed), 0), v_kept
    ) as a;
    v_state.shares := v_done.shares;
    v_queues := v_queues || v_done.queues;
    v_waiting := v_waiting || v_done.waiting;
    v_free := v_free - v_done.leased;
    moved := moved + v_done.moved;
    handed := handed || v_done.handed;
  end loop;
  perform sluice_private.mark_over_share(v_state.shares, v_waiting);
  perform sluice_private.keep_admission(v_state, v_queues, clock_timestamp());
  perform sluice_hidden.failpoint('admitted');
end;
$$;

comment on function sluice_private.admit(sluice_private.workers, int) is
  'Lets executions begin, and admits steps of the backlog, where no limit forbids it, for the host '
  'that asks and for workers that sleep, each what it serves: how many it moved, and up to room of '
  'them as steps of the host; the others get a graphile job.';
