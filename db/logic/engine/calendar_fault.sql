create or replace function sluice_private.calendar_fault(organization_id uuid, local jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false,
    'message', case
      when local ? 'calendar'
        and sluice_private.find_calendar(organization_id, local ->> 'calendar') is null
        then format('calendar %s does not exist', local ->> 'calendar')
      else 'local never comes: no instant has its time on such a day'
    end,
    'hint', 'Calendars are made with sluice.set_calendar, and have working hours.'
  );
end;
$$;

comment on function sluice_private.calendar_fault(uuid, jsonb) is
  'Why there is no instant that a local time allows.';
