create or replace function sluice_private.cron_days(rule sluice_private.cron, month date)
returns bit(31)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last int := extract(day from month + interval '1 month' - interval '1 day')::int;
  v_first int := extract(dow from month)::int;
  v_days bit(31) := rule.days;
  v_weekdays bit(31) := substring(
    repeat(rule.weekdays::text, 6) from v_first + 1 for 31
  )::bit(31);
  v_day int;
  v_mark int;
begin
  foreach v_mark in array rule.days_from_end loop
    if v_mark < v_last then
      v_days := set_bit(v_days, v_last - v_mark - 1, 1);
    end if;
  end loop;
  v_day := case when rule.nearest_day > 0 then rule.nearest_day else v_last + rule.nearest_day end;
  if v_day between 1 and v_last then
    v_days := set_bit(v_days, sluice_private.nearest_weekday(v_day, v_last, v_first) - 1, 1);
  end if;
  foreach v_mark in array rule.nth_weekdays loop
    v_day := 1 + (v_mark / 10 - v_first + 7) % 7;
    v_day := case
      when v_mark % 10 > 0 then v_day + 7 * (v_mark % 10 - 1)
      when v_day + 28 <= v_last then v_day + 28
      else v_day + 21
    end;
    if v_day <= v_last then
      v_weekdays := set_bit(v_weekdays, v_day - 1, 1);
    end if;
  end loop;
  return (case when rule.is_either then v_days | v_weekdays else v_days & v_weekdays end)
    & (repeat('1', v_last) || repeat('0', 31 - v_last))::bit(31);
end;
$$;

comment on function sluice_private.cron_days(sluice_private.cron, date) is
  'The days of the month that begins on this date on which a cron expression matches.';
