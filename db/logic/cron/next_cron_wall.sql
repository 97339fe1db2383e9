create or replace function sluice_private.next_cron_wall(
  rule sluice_private.cron,
  first timestamp
)
returns timestamp
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_today date := first::date;
  v_day date := sluice_private.next_cron_day(rule, v_today);
  v_time int := sluice_private.next_cron_time(
    rule, case when v_day = v_today then extract(epoch from first::time)::int else 0 end
  );
begin
  if v_time is null then
    v_day := sluice_private.next_cron_day(rule, v_today + 1);
    v_time := sluice_private.next_cron_time(rule, 0);
  end if;
  return v_day + make_interval(secs => v_time);
end;
$$;

comment on function sluice_private.next_cron_wall(sluice_private.cron, timestamp) is
  'The first time on a clock, from this whole second on, at which a cron expression matches; null '
  'where it never does.';
