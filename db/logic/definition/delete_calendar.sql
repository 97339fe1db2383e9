create or replace function sluice.delete_calendar(name text, organization_id uuid default null)
returns sluice.business_calendars
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_calendar sluice.business_calendars;
begin
  if v_organization_id is not null then
    perform sluice_hidden.assert_can(v_organization_id, 'edit');
  end if;
  delete from sluice.business_calendars as calendar
  where calendar.organization_id = v_organization_id
    and calendar.name = delete_calendar.name
  returning calendar.* into v_calendar;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('calendar %s does not exist', coalesce(name, 'null')),
      hint = 'See sluice.business_calendars.';
  end if;
  return v_calendar;
end;
$$;

comment on function sluice.delete_calendar(text, uuid) is
  'Deletes a business calendar. A wait that begins later and names it fails.';
grant execute on function sluice.delete_calendar(text, uuid) to sluice_member, sluice_admin;
