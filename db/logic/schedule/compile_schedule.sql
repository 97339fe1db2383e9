create or replace function sluice_private.compile_schedule(
  trigger text,
  config jsonb,
  anchor timestamptz
)
returns sluice_private.schedule_rule
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule sluice_private.schedule_rule;
begin
  v_rule.zone := coalesce(config ->> 'timezone', 'UTC');
  v_rule.calendar := config ->> 'calendar';
  v_rule.is_moved := config ->> 'outside_hours' = 'move';
  if trigger = 'business_hours' then
    v_rule.step := (config ->> 'every')::interval;
    v_rule.hours := case
      when v_rule.calendar is null then sluice_private.schedule_hours(config) else '{}'
    end;
  elsif trigger = any (sluice_private.dated_triggers()) then
    return sluice_private.compile_dates(trigger, config, v_rule.zone, anchor);
  elsif trigger = 'scheduled_dates' then
    v_rule.dates := array(
      select distinct sluice_private.local_instant(item.value, v_rule.zone) as instant
      from jsonb_array_elements_text(config -> 'dates') as item (value)
      order by instant
    );
  elsif config ? 'interval' then
    v_rule.step := make_interval(
      secs => extract(epoch from (config ->> 'interval')::interval)::double precision
    );
    v_rule.anchor := coalesce(
      sluice_private.local_instant(config ->> 'start_date', v_rule.zone), compile_schedule.anchor
    );
  else
    v_rule.cron := (sluice_private.parse_cron(config ->> 'cron_expression')).rule;
  end if;
  return v_rule;
end;
$$;

comment on function sluice_private.compile_schedule(text, jsonb, timestamptz) is
  'The rule of a valid config. An interval without start_date counts from anchor.';
