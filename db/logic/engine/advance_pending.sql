/* Arrivals and due timers are read without locks, twice as many as are taken, as others do the
   same; then a part is locked after the other, until one is had that not somebody else has. What
   can go the straight way does so where it stands among the others. If nothing of it all could be
   had it looks further, so that they hold up nobody; but not after a cut, as the statement has no
   timeout any more. Where there is not room for all, whose turn it is, is for admission. What the
   rounds have to decide takes longer, and a batch that takes too long is set apart as a whole: so
   it is no more than 100 of them, unless somebody says how many. */
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
  v_at_most int := least(greatest(coalesce(at_most, sluice_private.batch_size(room)), 1), 10000);
  v_pick record;
  v_may_be_more boolean := true;
  v_skipped int := 0;
  v_from int := 1;
  v_to int := 0;
  v_part record;
  v_moved uuid[];
  v_is_cut boolean := false;
  v_done record;
begin
  advanced := 0;
  for turn in 1 .. 40 loop
    if v_from > v_to then
      exit when not v_may_be_more;
      v_pick := sluice_private.pick_causes(2 * v_at_most, v_skipped);
      v_may_be_more := v_pick.is_full;
      v_skipped := v_skipped + 2 * v_at_most;
      v_from := 1;
      v_to := coalesce(cardinality(v_pick.execution_ids), 0);
      continue when v_to = 0;
    end if;
    v_part := sluice_private.few_enough(
      v_pick.organization_ids[v_from : v_from + v_at_most - 1],
      v_pick.execution_ids[v_from : v_from + v_at_most - 1]
    );
    v_from := v_from + cardinality(v_part.execution_ids);
    if v_pick.in_company then
      perform set_config('sluice.company_at', clock_timestamp()::text, false);
    end if;
    v_moved := null;
    if v_pick.has_starts or v_pick.has_due then
      select g.moved, g.handed, g.is_cut
      into v_moved, handed, v_is_cut
      from sluice_private.go_straight(
        v_part.organization_ids, v_part.execution_ids, host, room, v_pick.has_starts,
        v_pick.has_due
      ) as g;
      perform sluice_hidden.failpoint('locked');
    end if;
    advanced := coalesce(cardinality(v_moved), 0);
    if advanced < cardinality(v_part.execution_ids) then
      v_done := sluice_private.advance_others(
        v_part.organization_ids, v_part.execution_ids, v_moved, v_is_cut, host, room - advanced,
        coalesce(at_most, 100)
      );
      advanced := advanced + v_done.advanced;
      handed := handed || v_done.handed;
    end if;
    exit when advanced > 0 or v_is_cut;
  end loop;
end;
$$;

comment on function sluice_private.advance_pending(int, sluice_private.workers, int) is
  'Moves on up to this many executions that have an arrival or a due timer: how many, and the '
  'steps among what follows that this host may run at once, up to its room.';
