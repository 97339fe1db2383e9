create or replace function sluice_private.problems_of_schedule(
  organization_id uuid,
  trigger text,
  config jsonb
)
returns table (key text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_zone text := case
    when sluice_private.is_time_zone(config ->> 'timezone') then config ->> 'timezone' else 'UTC'
  end;
begin
  if jsonb_typeof(config) is distinct from 'object' then
    return;
  end if;
  return query select f.* from sluice_private.schedule_span_faults(config, v_zone) as f;
  return query select f.* from sluice_private.schedule_policy_faults(config) as f;
  if trigger = 'business_hours' then
    return query select f.* from sluice_private.schedule_hours_faults(config) as f;
  elsif trigger = any (sluice_private.dated_triggers()) then
    return query select f.* from sluice_private.schedule_date_faults(trigger, config) as f;
  else
    return query select f.* from sluice_private.schedule_time_faults(trigger, config, v_zone) as f;
  end if;
  return query
  select 'calendar',
    format('names calendar %s, which does not exist', left(config ->> 'calendar', 60)),
    'Create it first with set_calendar.'
  where config ? 'calendar'
    and problems_of_schedule.organization_id is not null
    and sluice_private.find_calendar(
      problems_of_schedule.organization_id, config ->> 'calendar'
    ) is null;
end;
$$;

comment on function sluice_private.problems_of_schedule(uuid, text, jsonb) is
  'What is wrong with the config of a trigger that time fires.';
