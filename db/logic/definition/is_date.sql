create or replace function sluice_private.is_date(value text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return make_date(
    split_part(value, '-', 1)::int, split_part(value, '-', 2)::int, split_part(value, '-', 3)::int
  ) is not null;
exception
  when data_exception then
    return false;
end;
$$;

comment on function sluice_private.is_date(text) is 'Whether year-month-day is a day that exists.';
