create or replace function sluice_private.start_fired(
  timed sluice_private.settled_step[],
  waiting sluice_private.settled_step[],
  calling sluice_private.settled_step[],
  opening sluice_private.settled_step[],
  out settled sluice_private.settled_step[],
  out called sluice_private.settled_step[],
  out fired sluice_private.fired_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if timed is not null then
    perform sluice_private.start_timeouts(timed);
  end if;
  if waiting is not null then
    perform sluice_private.start_waits(waiting);
  end if;
  if calling is not null then
    select c.settled, c.waiting, c.closing
    into settled, called, closing
    from sluice_private.start_calls(calling) as c;
  end if;
  if opening is not null then
    select o.fired, o.changes
    into fired, changes
    from sluice_private.open_containers(opening) as o;
  end if;
end;
$$;

comment on function sluice_private.start_fired(
  sluice_private.settled_step[], sluice_private.settled_step[], sluice_private.settled_step[],
  sluice_private.settled_step[]
) is
  'Begins what does not end at once: timeouts, waits, calls (those that now wait for their child, '
  'or have ended), containers (the steps that fire in them).';
