/* Those whom the fewest serve come first: others have somewhere else to go. */
create or replace function sluice_private.admit_for_workers()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_served text[];
  v_kinds bigint;
  v_free int;
  v_group record;
  v_admitted int := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:admit', 0)) then
    return 0;
  end if;
  v_free := sluice_private.free_slots();
  if v_free = 0 then
    return 0;
  end if;

  select min(workers.actions), count(distinct workers.actions)
  into v_served, v_kinds
  from sluice_private.workers
  where not workers.is_draining;
  if v_kinds = 1 then
    return sluice_private.admit(v_served, v_free);
  end if;
  for v_group in select g.* from sluice_private.serving_groups() as g order by g.workers loop
    v_admitted := v_admitted
      + sluice_private.admit(v_group.actions, least(v_group.free, v_free - v_admitted));
  end loop;
  return v_admitted;
end;
$$;

comment on function sluice_private.admit_for_workers() is
  'Admits steps of the backlog for all workers that have room, each what it serves; says how many.';
