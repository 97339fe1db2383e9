create or replace function sluice_private.local_fault(local jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_time jsonb := local -> 'time';
  v_clock constant text := '^([01]\d|2[0-3]):[0-5]\d$';
  v_days constant jsonb := jsonb '["mon", "tue", "wed", "thu", "fri", "sat", "sun"]';
  v_has_time boolean := case jsonb_typeof(v_time)
    when 'string' then v_time #>> '{}' ~ v_clock
    when 'object' then v_time - '{from,to}'::text[] = '{}'
      and v_time ->> 'from' ~ v_clock
      and (v_time ->> 'to' ~ v_clock or v_time ->> 'to' = '24:00')
      and v_time ->> 'from' <> v_time ->> 'to'
  end;
begin
  return case
    when jsonb_typeof(local) is distinct from 'object' then 'must be an object with time'
    when local - '{time,days,zone,calendar,holidays}'::text[] <> '{}'
      then 'may have only time, days, zone, calendar and holidays'
    when local ? 'calendar' and (jsonb_typeof(local -> 'calendar') <> 'string' or local ? 'zone')
      then 'must have as calendar its name, and then no zone: that is the calendar''s'
    when v_has_time is not true and (local ? 'time' or not local ? 'calendar')
      then 'needs time: "09:00", or { "from": "09:00", "to": "17:00" }'
    when local ? 'days' and (
      jsonb_typeof(local -> 'days') <> 'array' or local -> 'days' = '[]'
      or not local -> 'days' <@ v_days
    ) then 'must have days of mon, tue, wed, thu, fri, sat, sun'
    when local ? 'zone' and (
      jsonb_typeof(local -> 'zone') <> 'string'
      or sluice_private.is_time_zone(local ->> 'zone') is not true
    ) then 'must have as zone the name of a time zone, such as Europe/Berlin'
    when local ? 'holidays' and (
      jsonb_typeof(local -> 'holidays') <> 'array'
      or jsonb_array_length(local -> 'holidays') > 500
      or exists (
        select from jsonb_array_elements(local -> 'holidays') as holiday (day)
        where length(day #>> '{}') <> 10 or sluice_hidden.try_timestamp(day #>> '{}') is null
      )
    ) then 'may have up to 500 dates as holidays, such as "2026-12-25"'
  end;
end;
$$;

comment on function sluice_private.local_fault(jsonb) is
  'What is wrong with the local time of a wait, or null.';
