create or replace function sluice_private.compile_dates(
  trigger text,
  config jsonb,
  zone text,
  anchor timestamptz
)
returns sluice_private.schedule_rule
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := sluice_private.date_field_of(trigger, config);
  v_at text[] := string_to_array(coalesce(config ->> 'at', '09:00'), ':');
  v_rule sluice_private.schedule_rule;
begin
  v_rule.zone := zone;
  v_rule.records := jsonb_strip_nulls(jsonb_build_object(
    'trigger', trigger,
    'name', v_name,
    'offset', sluice_private.date_offset(trigger, config),
    'repeat', case trigger when 'birthday' then 'yearly' else config ->> 'repeat' end,
    'types', coalesce(config -> 'class_types', config -> 'membership_types'),
    'only', jsonb_build_object('pipeline', config -> 'pipeline', 'stage', config -> 'stage')
  ));
  if (sluice_private.find_date_field(v_name)).is_instant then
    v_rule.step := interval '1 minute';
    v_rule.anchor := anchor;
  else
    v_rule.cron := (sluice_private.parse_cron(format('%s %s * * *', v_at[2], v_at[1]))).rule;
  end if;
  return v_rule;
end;
$$;

comment on function sluice_private.compile_dates(text, jsonb, text, timestamptz) is
  'The rule of a trigger that dates of records fire: dates are looked for once a day, instants '
  'every minute.';
