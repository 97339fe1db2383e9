create or replace function sluice_hidden.try_interval(duration text)
returns interval
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return duration::interval;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_hidden.try_interval(text) is
  'The text (ISO 8601 or Postgres'' own) as an interval, or null where it is none.';
