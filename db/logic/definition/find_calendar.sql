create or replace function sluice_private.find_calendar(organization_id uuid, name text)
returns sluice.business_calendars
language sql
stable
begin atomic
  select calendar.*
  from sluice.business_calendars as calendar
  where calendar.organization_id = find_calendar.organization_id
    and calendar.name = find_calendar.name;
end;

comment on function sluice_private.find_calendar(uuid, text) is
  'The calendar of an organization that has this name, or null.';
