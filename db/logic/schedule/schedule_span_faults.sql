create or replace function sluice_private.schedule_span_faults(config jsonb, zone text)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('timezone',
        format('must be the name of a time zone, and %s is none', left(config ->> 'timezone', 60)),
        'Such as Europe/Berlin; pg_timezone_names has all.',
        config ? 'timezone' and sluice_private.is_time_zone(config ->> 'timezone') is not true),
      ('start_date', 'must be an ISO 8601 date or instant', 'Such as 2026-12-24T09:00.',
        config ? 'start_date'
        and sluice_private.local_instant(config ->> 'start_date', zone) is null),
      ('end_date', 'must be an ISO 8601 date or instant', 'Such as 2026-12-24T09:00.',
        config ? 'end_date'
        and sluice_private.local_instant(config ->> 'end_date', zone) is null),
      ('end_date', 'must be later than start_date', 'Between the two it is due.',
        sluice_private.local_instant(config ->> 'end_date', zone)
          <= sluice_private.local_instant(config ->> 'start_date', zone)),
      ('max_executions', 'must be a whole number from 1 on',
        'It expires when it has started as many.',
        config ? 'max_executions'
        and (config ->> 'max_executions' ~ '^[1-9][0-9]{0,8}$') is not true)
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.schedule_span_faults(jsonb, text) is
  'What is wrong with the zone and the bounds of a schedule.';
