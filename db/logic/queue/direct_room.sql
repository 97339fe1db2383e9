/* What waits comes first, so there is room only while nothing does that this host could run; the
   places that are kept are none. Where there are several organizations, what one has much of is for
   admission to share out. */
create or replace function sluice_private.direct_room(host sluice_private.workers, room int)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_known record;
begin
  if coalesce(room, 0) <= 0 or host.is_draining then
    return 0;
  end if;
  select newest.queues, newest.seen
  into v_known
  from sluice_private.admissions as newest
  order by newest.seq desc
  limit 1;
  if exists (select from unnest(v_known.queues) as queue where queue.action = any (host.actions))
    or exists (
      select
      from unnest(host.actions) as served (action)
      cross join lateral (
        select r.seq
        from sluice_private.ready_steps as r
        where r.action = served.action and r.seq > coalesce(v_known.seen, 0)
        order by r.seq
        limit 1
      ) as first
    )
  then
    return 0;
  end if;
  if sluice_private.is_shared() then
    return greatest(0, least(room, 200) - sluice_private.kept_slots());
  end if;
  return room;
end;
$$;

comment on function sluice_private.direct_room(sluice_private.workers, int) is
  'How many steps this host may be given without their joining the backlog.';
