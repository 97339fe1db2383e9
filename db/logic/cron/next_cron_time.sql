create or replace function sluice_private.next_cron_time(rule sluice_private.cron, first int)
returns int
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hour int := first / 3600;
  v_minute int := first / 60 % 60;
  v_second int;
begin
  if get_bit(rule.hours, v_hour) = 1 then
    if get_bit(rule.minutes, v_minute) = 1 then
      v_second := sluice_private.next_bit(rule.seconds, first % 60);
    end if;
    if v_second is null then
      v_minute := sluice_private.next_bit(rule.minutes, v_minute + 1);
    end if;
  else
    v_minute := null;
  end if;
  if v_minute is null then
    v_hour := sluice_private.next_bit(rule.hours, v_hour + 1);
    v_minute := sluice_private.next_bit(rule.minutes, 0);
  end if;
  return v_hour * 3600 + v_minute * 60
    + coalesce(v_second, sluice_private.next_bit(rule.seconds, 0));
end;
$$;

comment on function sluice_private.next_cron_time(sluice_private.cron, int) is
  'The first second of a day, from this one on, at which a cron expression matches, or null.';
