create or replace function sluice_private.schedule_date_faults(trigger text, config jsonb)
returns table (key text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_field sluice_private.date_fields := sluice_private.find_date_field(
    sluice_private.date_field_of(trigger, config)
  );
  v_offset interval := sluice_hidden.try_interval(coalesce(config ->> 'offset', '0'));
begin
  return query
  select fault.key, fault.message, fault.hint
  from (
    values
      ('field', format('%s is not watched', sluice_private.date_field_of(trigger, config)),
        'An operator watches the dates of a table with watch_dates.', v_field.name is null),
      ('offset', 'must be a duration up to 10 years, without months and years',
        'Such as "-7 days"; for dates whole days.',
        (v_offset between '-3650 days' and '3650 days'
          and extract(month from v_offset) = 0 and extract(year from v_offset) = 0
          and (v_field.is_instant or extract(epoch from v_offset)::bigint % 86400 = 0)
        ) is not true),
      ('at', 'must be a time of day, hh:mm', 'Such as 09:00.',
        config ? 'at' and (config ->> 'at' ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$') is not true),
      ('repeat', 'must be never or yearly', 'yearly: on every anniversary of a date.',
        config ? 'repeat' and (config ->> 'repeat' in ('never', 'yearly')) is not true),
      ('repeat', 'must be never where the field has a time', 'Dates come again, instants do not.',
        v_field.is_instant and config ->> 'repeat' = 'yearly'),
      ('hours_before', 'must be a number of hours up to 8760', '24 unless given.',
        config ? 'hours_before'
        and (config ->> 'hours_before' ~ '^[0-9]{1,4}(\.[0-9]{1,3})?$') is not true),
      ('days_before', 'must be a whole number of days', '7 unless given.',
        config ? 'days_before' and (config ->> 'days_before' ~ '^[0-9]{1,4}$') is not true),
      ('days_in_stage', 'must be a whole number of days', '14 unless given.',
        config ? 'days_in_stage' and (config ->> 'days_in_stage' ~ '^[1-9][0-9]{0,2}$') is not true)
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;
$$;

comment on function sluice_private.schedule_date_faults(text, jsonb) is
  'What is wrong with a trigger that dates of records fire.';
