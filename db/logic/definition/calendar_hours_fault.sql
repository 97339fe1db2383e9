create or replace function sluice_private.calendar_hours_fault(hours jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_days constant text[] := '{mon,tue,wed,thu,fri,sat,sun}'::text[];
  v_clock constant text := '^([01]\d|2[0-3]):[0-5]\d$';
begin
  if jsonb_typeof(hours) is distinct from 'object' or hours - v_days <> '{}' then
    return 'must be an object with mon, tue, wed, thu, fri, sat, sun';
  elsif exists (
    select from jsonb_each(hours) as day
    where jsonb_typeof(day.value) <> 'array' or jsonb_array_length(day.value) > 10
  ) then
    return 'must have for each day a list of up to 10 windows';
  elsif exists (
    select from jsonb_path_query(hours, '$.*[*]') as item (value)
    where (
      jsonb_typeof(item.value) = 'object'
      and item.value - '{from,to}'::text[] = '{}'
      and item.value ->> 'from' ~ v_clock
      and (item.value ->> 'to' ~ v_clock or item.value ->> 'to' = '24:00')
      and item.value ->> 'from' < item.value ->> 'to'
    ) is not true
  ) then
    return 'must have windows such as { "from": "09:00", "to": "17:00" }, each within a day';
  end if;
  return case
    when not hours @? '$.*[*]' then 'must have a window on some day'
  end;
end;
$$;

comment on function sluice_private.calendar_hours_fault(jsonb) is
  'What is wrong with the working hours of a calendar, or null.';
