create or replace function sluice_private.seconds_since(instant timestamptz)
returns numeric
language sql
volatile
return coalesce(greatest(extract(epoch from clock_timestamp() - instant), 0), 0);

comment on function sluice_private.seconds_since(timestamptz) is
  'How long ago that was; 0 where it never was, or is to come.';
