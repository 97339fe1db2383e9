/* Arrivals and due timers are read without locks, twice as many as are taken, as others do the
   same; then executions are locked. Where all of them are held by somebody else it looks further,
   so that they hold up nobody. Where there is not room for all of them, whose turn it is, is for
   admission to say. */
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
  v_at_most int := coalesce(at_most, case when sluice_private.is_shared() then 50 else 100 end);
  v_looks_at int := 2 * v_at_most;
  v_pick record;
  v_locked uuid[];
  v_mine record;
begin
  for turn in 0 .. 19 loop
    v_pick := sluice_private.pick_causes(v_looks_at, v_looks_at * turn);
    exit when v_pick.execution_ids is null;
    v_locked := sluice_private.divert(
      v_pick.organization_ids, v_pick.execution_ids,
      sluice_private.lock_executions(v_pick.organization_ids, v_pick.execution_ids, v_at_most),
      true
    );
    perform sluice_hidden.failpoint('locked');
    select
      array_agg(pair.organization_id) filter (where pair.is_mine) as organization_ids,
      array_agg(pair.id) filter (where pair.is_mine) as execution_ids,
      array_agg(pair.organization_id) filter (where not pair.is_mine) as other_organization_ids,
      array_agg(pair.id) filter (where not pair.is_mine) as other_ids
    into v_mine
    from (
      select given.*, given.id = any (v_locked) as is_mine
      from unnest(v_pick.organization_ids, v_pick.execution_ids) as given (organization_id, id)
    ) as pair;
    if v_mine.other_ids is not null then
      perform sluice_private.delete_orphans(v_mine.other_organization_ids, v_mine.other_ids);
    end if;
    if v_mine.execution_ids is not null then
      handed := sluice_private.advance_in_time(
        v_mine.organization_ids, v_mine.execution_ids, host,
        case when cardinality(v_mine.execution_ids) <= room then room else 0 end
      );
    end if;
    exit when v_locked <> '{}' or not v_pick.is_full;
  end loop;
  advanced := coalesce(cardinality(v_locked), 0);
end;
$$;

comment on function sluice_private.advance_pending(int, sluice_private.workers, int) is
  'Moves on up to this many executions that have an arrival or a due timer: how many, and the '
  'steps among what follows that this host may run at once, up to its room.';
