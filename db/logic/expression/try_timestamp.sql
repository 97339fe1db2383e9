create or replace function sluice_hidden.try_timestamp(value text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
as $$
begin
  if value !~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$' then
    return null;
  end if;
  return case
    when value::timestamptz < '10000-01-01' and value::timestamptz >= '0001-01-01'
      then value::timestamptz
  end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_hidden.try_timestamp(text) is
  'An ISO 8601 date or timestamp of the years 1 to 9999, in UTC unless it says otherwise, or null.';
