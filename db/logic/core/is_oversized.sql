/* Inlined where it is called, so it is as stable as pg_column_size: below 180 bytes no value can be
   that long, and below 20,000 it cannot be too deep, nor too long to be written. */
create or replace function sluice_hidden.is_oversized(value jsonb)
returns boolean
language sql
stable
parallel safe
return coalesce(pg_column_size(value), 0) >= 180 and case
  when pg_column_size(value) < 20000 and pg_column_compression(value) is null
    then octet_length(value::text) > sluice_hidden.max_value_bytes()
  else sluice_hidden.is_too_long(value)
end;

comment on function sluice_hidden.is_oversized(jsonb) is
  'Whether a value is longer than max_value_bytes as JSON text, or too deep; false for null.';
