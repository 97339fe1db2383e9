/* 5,500 days: 15 years, as far as holidays may go on. */
create or replace function sluice_private.working_time_ends(
  calendar sluice.business_calendars,
  since timestamptz,
  span interval
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_left numeric := extract(epoch from span);
  v_day date := (since at time zone calendar.zone)::date;
  v_window jsonb;
  v_opens timestamptz;
  v_open numeric;
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
        v_opens := greatest(since, sluice_private.clock_reaches(
          v_day + (v_window ->> 'from')::interval, calendar.zone
        ));
        v_open := extract(epoch from sluice_private.clock_reaches(
          v_day + (v_window ->> 'to')::interval, calendar.zone
        ) - v_opens);
        if v_open >= v_left then
          return v_opens + make_interval(secs => v_left::float8);
        end if;
        v_left := v_left - greatest(v_open, 0);
      end loop;
    end if;
    v_day := v_day + 1;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.working_time_ends(
  sluice.business_calendars, timestamptz, interval
) is
  'When a calendar has been open for so long since an instant; null where it is not within 15 '
  'years.';
