create or replace function sluice_hidden.try_interval(duration text)
returns interval
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_interval interval;
begin
  v_interval := duration::interval;
  -- parts that cancel each other out could leave the range of timestamps on the way
  return case
    when abs(extract(year from v_interval)) <= 200
      and abs(extract(day from v_interval)) <= 80000
      and abs(extract(hour from v_interval)) <= 2000000
      then v_interval
  end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_hidden.try_interval(text) is
  'The text (ISO 8601 or Postgres'' own) as an interval of at most two centuries in any part, or '
  'null where it is none.';
