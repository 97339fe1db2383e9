create or replace function sluice_private.format_date(value text, pattern text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
as $$
begin
  if value !~ '^\d{4}-\d{2}-\d{2}' then
    return null;
  end if;
  return to_jsonb(to_char(value::timestamptz at time zone 'UTC', pattern));
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_private.format_date(text, text) is
  'An ISO 8601 timestamp in UTC by a pattern of to_char; null where it is no timestamp.';
