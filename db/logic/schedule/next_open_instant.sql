/* A window that ends before it begins ends on the next day, so the day before may have one that is
   still open. 5,500 days: 15 years, as far as holidays may go on. */
create or replace function sluice_private.next_open_instant(
  calendar sluice.business_calendars,
  step interval,
  after timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_day date := (after at time zone calendar.zone)::date - 1;
  v_window record;
  v_opens timestamptz;
  v_next timestamptz;
begin
  for v_offset in 0 .. 5500 loop
    if not v_day = any (calendar.holidays) then
      for v_window in
        select
          (w.value ->> 'from')::interval as opens,
          (w.value ->> 'to')::interval + case
            when w.value ->> 'to' <= w.value ->> 'from' then interval '24 hours'
            else interval '0'
          end as closes
        from jsonb_array_elements(calendar.hours -> (
          '{mon,tue,wed,thu,fri,sat,sun}'::text[]
        )[extract(isodow from v_day)::int]) as w
        order by w.value ->> 'from'
      loop
        v_opens := sluice_private.clock_reaches(v_day + v_window.opens, calendar.zone);
        v_next := case when v_opens > after then v_opens else v_opens + step * (
          floor(extract(epoch from after - v_opens) / extract(epoch from step)) + 1
        )::double precision end;
        if v_next < sluice_private.clock_reaches(v_day + v_window.closes, calendar.zone) then
          return v_next;
        end if;
      end loop;
    end if;
    v_day := v_day + 1;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_open_instant(
  sluice.business_calendars, interval, timestamptz
) is
  'When a calendar opens next after this instant or, with a step, has been open for a whole number '
  'of steps; null where it does not for 15 years.';
