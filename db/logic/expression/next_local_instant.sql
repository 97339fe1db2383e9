/* The day before may have a window that is still open. 501 weeks: one allowed day in a week, and
   500 holidays. */
create or replace function sluice_private.next_local_instant(local jsonb, after timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_zone text := coalesce(local ->> 'zone', 'UTC');
  v_from interval := coalesce(local #>> '{time,from}', local ->> 'time')::interval;
  v_to interval := (local #>> '{time,to}')::interval;
  v_wall timestamp := after at time zone v_zone;
  v_day date := v_wall::date - 1;
  v_start timestamptz;
begin
  if v_to < v_from then
    v_to := v_to + interval '24 hours';
  end if;
  for v_offset in 0 .. 7 * 501 loop
    if (not local ? 'days'
        or local -> 'days' ? (
          '{mon,tue,wed,thu,fri,sat,sun}'::text[]
        )[extract(isodow from v_day)::int])
      and (local -> 'holidays' ? to_char(v_day, 'YYYY-MM-DD')) is not true
    then
      if v_wall >= v_day + v_from and v_wall < v_day + v_to then
        return after;
      end if;
      v_start := sluice_private.wall_instant(v_day + v_from, v_zone);
      if v_start >= after then
        return v_start;
      end if;
    end if;
    v_day := v_day + 1;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_local_instant(jsonb, timestamptz) is
  'The first instant from this one on that a zone''s clocks, days and holidays allow.';
