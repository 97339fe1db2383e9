/* The two take turns until they agree; where they never do, as when it is to be night during
   working hours, they are left after a hundred. */
create or replace function sluice_private.next_allowed_instant(
  organization_id uuid,
  local jsonb,
  after timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_calendar sluice.business_calendars;
  v_local jsonb;
  v_next timestamptz := after;
  v_working timestamptz;
begin
  if not local ? 'calendar' then
    return sluice_private.next_local_instant(local, after);
  end if;
  v_calendar := sluice_private.find_calendar(organization_id, local ->> 'calendar');
  if v_calendar.name is null then
    return null;
  end if;
  v_local := jsonb '{"time": {"from": "00:00", "to": "24:00"}}' || local
    || jsonb_build_object('zone', v_calendar.zone);
  for v_turn in 1 .. 100 loop
    v_working := sluice_private.next_working_instant(v_calendar, v_next);
    v_next := sluice_private.next_local_instant(v_local, v_working);
    if v_next = v_working or v_next is null then
      return v_next;
    end if;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_allowed_instant(uuid, jsonb, timestamptz) is
  'The first instant from this one on that a local time and its calendar allow, or null where '
  'there is none, or no such calendar.';
