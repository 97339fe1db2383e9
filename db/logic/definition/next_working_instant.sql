/* 5,500 days: 15 years, as far as holidays may go on. */
create or replace function sluice_private.next_working_instant(
  calendar sluice.business_calendars,
  after timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wall timestamp := after at time zone calendar.zone;
  v_day date := v_wall::date;
  v_window jsonb;
  v_start timestamptz;
begin
  for v_offset in 0 .. 5500 loop
    if not v_day = any (calendar.holidays) then
      for v_window in
        select w.value
        from jsonb_array_elements(calendar.hours -> (
          '{mon,tue,wed,thu,fri,sat,sun}'::text[]
        )[extract(isodow from v_day)::int]) as w
        order by w.value ->> 'from'
      loop
        if v_wall >= v_day + (v_window ->> 'from')::interval
          and v_wall < v_day + (v_window ->> 'to')::interval
        then
          return after;
        end if;
        v_start := sluice_private.clock_reaches(
          v_day + (v_window ->> 'from')::interval, calendar.zone
        );
        if v_start >= after
          and v_start at time zone calendar.zone < v_day + (v_window ->> 'to')::interval
        then
          return v_start;
        end if;
      end loop;
    end if;
    v_day := v_day + 1;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_working_instant(sluice.business_calendars, timestamptz) is
  'The first instant from this one on that is within the working hours of a working day, or null '
  'where there is none for 15 years.';
