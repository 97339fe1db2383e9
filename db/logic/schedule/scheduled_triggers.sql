create or replace function sluice_private.scheduled_triggers()
returns text[]
language sql
immutable
return '{scheduled_time,scheduled_dates,business_hours}'::text[]
  || sluice_private.dated_triggers();

comment on function sluice_private.scheduled_triggers() is 'The kinds of triggers that time fires.';
