create or replace function sluice_private.schedule_hours(config jsonb)
returns jsonb
language sql
immutable
return (
  select jsonb_object_agg(item.day, jsonb_build_array(jsonb_build_object(
    'from', coalesce(config ->> 'start_time', '09:00'),
    'to', coalesce(config ->> 'end_time', '17:00')
  )))
  from unnest(sluice_private.schedule_days(config -> 'days')) as item (day)
);

comment on function sluice_private.schedule_hours(jsonb) is
  'The hours of business_hours in the form that calendars have theirs.';
