create or replace function sluice_private.schedule_hours_faults(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('days', 'must be 1 to 7 weekdays', 'Such as ["monday", "tuesday"].',
        sluice_private.schedule_days(config -> 'days') is null),
      ('start_time', 'must be a time of day, hh:mm', 'Such as 09:00.',
        config ? 'start_time'
        and (config ->> 'start_time' ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$') is not true),
      ('end_time', 'must be a time of day, hh:mm', 'Such as 17:00.',
        config ? 'end_time'
        and (config ->> 'end_time' ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$') is not true),
      ('end_time', 'must not be start_time', 'Before it, it is that of the next day.',
        coalesce(config ->> 'end_time', '17:00') = coalesce(config ->> 'start_time', '09:00')),
      ('every', 'must be a duration of 1 minute to 1 day', 'Without it: once, at the opening.',
        config ? 'every'
        and (sluice_hidden.try_interval(config ->> 'every') between '1 minute' and '1 day')
          is not true),
      ('calendar', 'takes the place of days, start_time, end_time and timezone',
        'Give the calendar alone, or none.',
        config ? 'calendar' and config ?| '{days,start_time,end_time,timezone}')
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.schedule_hours_faults(jsonb) is
  'What is wrong with the hours of business_hours.';
