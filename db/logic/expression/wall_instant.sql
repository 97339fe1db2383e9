/* Postgres takes the later of two instants that a clock shows twice, and moves a time that a clock
   skips forward by what it skips. An offset of three hours before finds the earlier of the two. */
create or replace function sluice_private.wall_instant(wall timestamp, zone text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_instant timestamptz := wall at time zone zone;
  v_before timestamptz := v_instant - interval '3 hours';
  v_earlier timestamptz := (
    wall - ((v_before at time zone zone) - (v_before at time zone 'UTC'))
  ) at time zone 'UTC';
begin
  return case
    when v_earlier < v_instant and v_earlier at time zone zone = wall then v_earlier
    else v_instant
  end;
end;
$$;

comment on function sluice_private.wall_instant(timestamp, text) is
  'When the clocks of a zone show this: the first time if they do so twice; moved forward if '
  'never.';
