/* Postgres also takes abbreviations, which depend on settings, and POSIX rules, which take any
   word for a zone: names with a slash and without digits are neither. */
create or replace function sluice_private.is_time_zone(name text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return name ~ '^(UTC|Etc/GMT([+-]([0-9]|1[0-2]))?|[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+){1,2})$'
    and '2000-01-01'::timestamp at time zone name is not null;
exception
  when data_exception then
    return false;
end;
$$;

comment on function sluice_private.is_time_zone(text) is
  'Whether this is the name of a time zone of the IANA database.';
