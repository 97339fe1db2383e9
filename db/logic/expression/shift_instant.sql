create or replace function sluice_private.shift_instant(instant timestamptz, duration text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set intervalstyle = 'postgres'
as $$
begin
  return case
    when instant + duration::interval >= '0001-01-01'
      and instant + duration::interval < '10000-01-01'
      then instant + duration::interval
  end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_private.shift_instant(timestamptz, text) is
  'An instant of the years 1 to 9999, moved by a duration, in UTC; else null.';
