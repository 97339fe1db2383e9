/* A worker that is awake comes for what it has room for itself: an offer would cost a job, and find
   its slots taken. */
create or replace function sluice_private.room_to_fill(
  host sluice_private.workers,
  room int,
  out served text[],
  out is_for_host boolean,
  out free int,
  out all_free int
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_alone boolean;
begin
  select
    coalesce(array_agg(distinct action order by action), '{}'),
    coalesce(bool_and(w.id = host.id), false),
    room is not null and coalesce(bool_and(w.id = host.id or not w.is_idle), false)
  into served, v_is_alone, is_for_host
  from sluice_private.workers as w
  cross join lateral unnest(w.actions) as action
  where not w.is_draining;
  all_free := case
    when v_is_alone and is_for_host then room
    else sluice_private.free_slots()
  end;
  free := case when is_for_host then room else all_free end;
end;
$$;

comment on function sluice_private.room_to_fill(sluice_private.workers, int) is
  'The actions that are served; how many steps may be admitted, for the host that asks alone where '
  'no other worker sleeps; how many slots all workers have free.';
