/* From one opening to the next; a rule that meets none of a thousand openings has no next. */
create or replace function sluice_private.next_while_open(
  rule sluice_private.schedule_rule,
  calendar sluice.business_calendars,
  after timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_next timestamptz := sluice_private.next_in_rule(rule, calendar, after);
  v_open timestamptz;
begin
  for v_turn in 1 .. 1000 loop
    v_open := sluice_private.next_working_instant(calendar, v_next);
    if v_open is null or v_open = v_next or rule.is_moved then
      return v_open;
    end if;
    v_next := sluice_private.next_in_rule(rule, calendar, v_open - interval '1 microsecond');
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_while_open(
  sluice_private.schedule_rule, sluice.business_calendars, timestamptz
) is
  'The first instant of a rule after this one at which a calendar is open; of a rule that is '
  'moved, as soon as it is open from the first instant on.';
