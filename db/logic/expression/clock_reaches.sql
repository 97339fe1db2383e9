/* A time that the clocks skip is reached when they skip it: Postgres would go on by what is
   skipped. In the day before it has done so lies the one change, which halving finds. */
create or replace function sluice_private.clock_reaches(wall timestamp, zone text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_instant timestamptz := sluice_private.wall_instant(wall, zone);
  v_after bigint := ceil(extract(epoch from v_instant))::bigint;
  v_before bigint := v_after - 86400;
  v_middle bigint;
begin
  if v_instant at time zone zone = wall then
    return v_instant;
  end if;
  while v_after - v_before > 1 loop
    v_middle := (v_before + v_after) / 2;
    if to_timestamp(v_middle) at time zone zone < wall then
      v_before := v_middle;
    else
      v_after := v_middle;
    end if;
  end loop;
  return to_timestamp(v_after);
end;
$$;

comment on function sluice_private.clock_reaches(timestamp, text) is
  'The first instant from which on the clocks of a zone show this, or, where they skip it, more.';
