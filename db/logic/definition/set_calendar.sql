create or replace function sluice.set_calendar(
  name text,
  zone text,
  hours jsonb,
  holidays date[] default '{}',
  organization_id uuid default null
)
returns sluice.business_calendars
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_holidays date[] := array(
    select distinct day from unnest(holidays) as day order by day
  );
  v_fault text := sluice_private.calendar_hours_fault(hours);
  v_calendar sluice.business_calendars;
begin
  v_fault := case
    when v_organization_id is null then 'a calendar needs an organization'
    when name is null or name !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$'
      then 'a calendar needs a name of letters, digits, - and _'
    when sluice_private.is_time_zone(zone) is not true
      then 'zone must be the name of a time zone, such as Europe/Berlin'
    when v_fault is not null then 'hours ' || v_fault
    when array_position(v_holidays, null) is not null or not isfinite(v_holidays[1])
      or not isfinite(v_holidays[cardinality(v_holidays)])
      then 'a holiday must be a day, such as 2026-12-25'
    when cardinality(v_holidays) > 1000 then 'a calendar has up to 1,000 holidays'
  end;
  if v_organization_id is not null then
    perform sluice_hidden.assert_can(v_organization_id, 'edit');
  end if;
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = 'Such as set_calendar(''de'', ''Europe/Berlin'', ''{ "mon": [{ "from": "09:00", '
        '"to": "17:00" }] }'', ''{2026-12-25}'').';
  end if;

  insert into sluice.business_calendars (organization_id, name, zone, hours, holidays)
  values (v_organization_id, set_calendar.name, set_calendar.zone, set_calendar.hours, v_holidays)
  on conflict on constraint business_calendars_pkey
  do update set zone = excluded.zone, hours = excluded.hours, holidays = excluded.holidays
  returning business_calendars.* into v_calendar;
  perform sluice_private.follow_calendar(v_organization_id, v_calendar.name);
  return v_calendar;
exception
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.set_calendar(text, text, jsonb, date[], uuid) is
  'Creates or replaces a business calendar of an organization. Waits that begin from then on keep '
  'to it, and schedules at once.';
grant execute on function sluice.set_calendar(text, text, jsonb, date[], uuid)
to sluice_member, sluice_admin;
