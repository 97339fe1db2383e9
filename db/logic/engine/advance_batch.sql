/* A door. Arrivals and due timers are read without locks; then the executions are locked. Where all
   of them are held by somebody else it looks further, so that they hold up nobody. */
create or replace function sluice_private.advance_batch(at_most int)
returns int
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
  v_pick record;
  v_locked uuid[];
begin
  select -1::bigint as last_seq, sluice_private.timers_from() as last_due into v_pick;
  for _ in 1 .. 20 loop
    select p.*
    into v_pick
    from sluice_private.pick_causes(at_most, v_pick.last_seq, v_pick.last_due) as p;
    exit when v_pick.execution_ids is null;
    v_locked := sluice_private.divert(
      v_pick.organization_ids, v_pick.execution_ids,
      sluice_private.lock_executions(v_pick.organization_ids, v_pick.execution_ids), true
    );
    perform sluice_hidden.failpoint('locked');
    perform sluice_private.delete_orphans(v_pick.organization_ids, v_pick.execution_ids);
    if v_locked <> '{}' then
      perform sluice_private.advance_in_time(
        array(
          select pair.organization_id
          from unnest(v_pick.organization_ids, v_pick.execution_ids) as pair (organization_id, id)
          where pair.id = any (v_locked)
        ),
        array(select pair.id from unnest(v_pick.execution_ids) as pair (id)
          where pair.id = any (v_locked))
      );
    end if;
    exit when v_locked <> '{}' or not v_pick.is_full;
  end loop;
  return coalesce(cardinality(v_locked), 0);
end;
$$;

comment on function sluice_private.advance_batch(int) is
  'Moves on up to this many executions that have an arrival or a due timer; says how many. The '
  'drainer.';
grant execute on function sluice_private.advance_batch(int) to sluice_worker;
