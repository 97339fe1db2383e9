create or replace function sluice_private.instant_literal(value text, zone text)
returns text
language sql
immutable
return format(
  '"%s%s".datetime()',
  to_char(
    sluice_hidden.try_timestamp(value) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'
  ),
  zone
);

comment on function sluice_private.instant_literal(text, text) is
  'A timestamp in UTC in SQL/JSON path, with this suffix.';
