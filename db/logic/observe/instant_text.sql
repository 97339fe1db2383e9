create or replace function sluice_private.instant_text(instant timestamptz)
returns text
language sql
stable
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"');

comment on function sluice_private.instant_text(timestamptz) is
  'An instant as sentences name it.';
