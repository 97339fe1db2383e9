create or replace function sluice_private.date_text(
  instant timestamptz,
  pattern text,
  zone text
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set lc_time = 'C'
as $$
begin
  return to_char(instant at time zone zone, pattern);
exception
  when data_exception or feature_not_supported then
    return null;
end;
$$;

comment on function sluice_private.date_text(timestamptz, text, text) is
  'An instant in a time zone by a pattern of to_char; null where the pattern cannot be used.';
