/* A text such as now or tomorrow would mean another instant each time it is read. */
create or replace function sluice_private.try_instant(value text)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case when value ~ '^\d{4}-\d\d-\d\d[T ]' then value::timestamptz end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_private.try_instant(text) is
  'The text as an instant, or null where it is none.';
