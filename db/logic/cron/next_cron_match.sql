/* From a whole second on, that second included. Clocks that are set forward: what they skip comes
   when they have skipped it; not at all where every hour matches, as that goes on by itself. Clocks
   that are set back: an expression that repeats goes on through both passes; any other has its
   times once, in the first. */
create or replace function sluice_private.next_cron_match(
  rule sluice_private.cron,
  zone text,
  first timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_start timestamp := first at time zone zone;
  v_wall timestamp := v_start;
  v_instant timestamptz;
  v_turn timestamptz;
begin
  loop
    v_wall := sluice_private.next_cron_wall(rule, v_wall);
    v_instant := sluice_private.clock_reaches(v_wall, zone);
    if v_instant at time zone zone <> v_wall and rule.hours = ~ B'000000000000000000000000' then
      v_wall := v_instant at time zone zone;
      continue;
    elsif v_instant < first and rule.repeats then
      v_instant := v_wall at time zone zone;
    end if;
    exit when v_instant >= first or v_wall is null;
    v_wall := v_wall + interval '1 second';
  end loop;
  if rule.repeats and v_start at time zone zone > first then
    v_turn := sluice_private.clocks_change(first, v_start at time zone zone, zone);
    v_instant := least(
      v_instant,
      sluice_private.next_cron_wall(rule, v_turn at time zone zone) at time zone zone
    );
  end if;
  return v_instant;
end;
$$;

comment on function sluice_private.next_cron_match(sluice_private.cron, text, timestamptz) is
  'The first instant from this whole second on at which a cron expression matches in a zone.';
