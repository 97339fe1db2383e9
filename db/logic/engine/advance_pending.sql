/* Arrivals and due timers are read without locks, twice as many as are taken, as others do the
   same; then the first half is locked, and the other one where somebody else has all of that. What
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
  v_at_most int := coalesce(at_most, sluice_private.batch_size(room));
  v_pick record;
  v_part record;
  v_moved uuid[];
  v_is_cut boolean := false;
  v_done record;
begin
  advanced := 0;
  for turn in 0 .. 39 loop
    if turn % 2 = 0 then
      v_pick := sluice_private.pick_causes(2 * v_at_most, turn * v_at_most);
    end if;
    select
      v_pick.organization_ids[p.first:p.last] as organization_ids,
      v_pick.execution_ids[p.first:p.last] as execution_ids
    into v_part
    from (select turn % 2 * v_at_most + 1 as first, (turn % 2 + 1) * v_at_most as last) as p;
    continue when v_part.execution_ids = '{}' and v_pick.is_full;
    exit when coalesce(v_part.execution_ids, '{}') = '{}';
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
    exit when advanced > 0 or v_is_cut or turn % 2 = 1 and not v_pick.is_full;
  end loop;
end;
$$;

comment on function sluice_private.advance_pending(int, sluice_private.workers, int) is
  'Moves on up to this many executions that have an arrival or a due timer: how many, and the '
  'steps among what follows that this host may run at once, up to its room.';
