/* The first of January 2000 is as good as any day to see whether an expression ever matches. */
create or replace function sluice_private.schedule_time_faults(
  trigger text,
  config jsonb,
  zone text
)
returns table (key text, message text, hint text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cron record;
  v_step interval := sluice_hidden.try_interval(config ->> 'interval');
begin
  if trigger = 'scheduled_dates' then
    return query
    select 'dates', 'must be 1 to 1,000 ISO 8601 dates or instants', 'Such as 2026-12-24T09:00.'
    where not sluice_private.are_dates(config -> 'dates', zone);
  elsif (config ? 'cron_expression') = (config ? 'interval') then
    return query
    select 'cron_expression', 'must be given, or interval, but not both',
      'Such as "30 9 * * MON-FRI", or interval "90 minutes".';
  elsif config ? 'interval' then
    return query
    select 'interval', 'must be a duration from 1 second on, without months and years',
      'Such as "90 minutes"; for months give a cron_expression.'
    where (
      v_step between '1 second' and '3650 days'
      and extract(month from v_step) = 0 and extract(year from v_step) = 0
    ) is not true;
  else
    select parsed.*
    into v_cron
    from sluice_private.parse_cron(config ->> 'cron_expression') as parsed;
    return query
    select 'cron_expression', coalesce(v_cron.fault, 'never comes: no such month has such a day'),
      coalesce(v_cron.hint, 'Look at the day of month and the month.')
    where v_cron.fault is not null
      or sluice_private.next_cron_day(v_cron.rule, '2000-01-01') is null;
  end if;
end;
$$;

comment on function sluice_private.schedule_time_faults(text, jsonb, text) is
  'What is wrong with the times of scheduled_time and scheduled_dates.';
