create or replace function sluice_private.kept_calendar(target sluice.workflow_triggers)
returns sluice.business_calendars
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_calendar sluice.business_calendars := sluice_private.find_calendar(
    target.organization_id, target.config ->> 'calendar'
  );
begin
  if target.config ? 'calendar' and v_calendar.name is null then
    raise exception using
      errcode = 'SLNTF',
      message = format('calendar %s does not exist', target.config ->> 'calendar'),
      hint = 'Create it with set_calendar, or name another one in the trigger and publish.';
  end if;
  return v_calendar;
end;
$$;

comment on function sluice_private.kept_calendar(sluice.workflow_triggers) is
  'The calendar that a trigger keeps to, or null; raises SLNTF where it is gone.';
