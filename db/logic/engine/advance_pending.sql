/* Arrivals and due timers are read without locks, twice as many as are taken, as others do the
   same; then executions are locked. What begins leaves half of the places to what has begun. Where
   all of them are held by somebody else it looks further, so that they hold up nobody. Where there
   is not room for all of them, whose turn it is, is for admission to say. */
create or replace function sluice_private.advance_pending(
  at_most int default null,
  host sluice_private.workers default null,
  room int default 0,
  out advanced int,
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_at_most int := coalesce(at_most, sluice_private.batch_size());
  v_looks_at int := 2 * v_at_most;
  v_pick record;
  v_begun record;
  v_rest record;
  v_done record;
begin
  advanced := 0;
  for turn in 0 .. 19 loop
    v_pick := sluice_private.pick_causes(v_looks_at, v_looks_at * turn);
    exit when v_pick.execution_ids is null;
    if v_pick.in_company then
      perform set_config('sluice.company_at', clock_timestamp()::text, false);
    end if;
    v_begun := sluice_private.begin_in_time(
      v_pick.organization_ids, v_pick.execution_ids,
      case when v_pick.has_others then (v_at_most + 1) / 2 else v_at_most end, host,
      least(v_at_most, cardinality(v_pick.execution_ids)) <= room
    );
    perform sluice_hidden.failpoint('locked');
    advanced := coalesce(cardinality(v_begun.begun), 0);
    handed := v_begun.handed;
    select array_agg(pair.organization_id) as organization_ids, array_agg(pair.id) as ids
    into v_rest
    from unnest(v_pick.organization_ids, v_pick.execution_ids) as pair (organization_id, id)
    where pair.id not in (select unnest(v_begun.begun));
    if v_rest.ids is not null and advanced < v_at_most then
      v_done := sluice_private.advance_others(
        v_rest.organization_ids, v_rest.ids, v_at_most - advanced, v_begun.is_cut, host,
        room - advanced
      );
      advanced := advanced + v_done.advanced;
      handed := handed || v_done.handed;
    end if;
    exit when advanced > 0 or not v_pick.is_full;
  end loop;
end;
$$;

comment on function sluice_private.advance_pending(int, sluice_private.workers, int) is
  'Moves on up to this many executions that have an arrival or a due timer: how many, and the '
  'steps among what follows that this host may run at once, up to its room.';
