/* 50 years: a 29 February that is a given weekday may take 40. */
create or replace function sluice_private.next_cron_day(rule sluice_private.cron, first date)
returns date
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_month date := date_trunc('month', first::timestamp)::date;
  v_limit date := (v_month + interval '50 years')::date;
  v_day int := extract(day from first)::int - 1;
  v_next int;
begin
  while v_month < v_limit loop
    if get_bit(rule.months, extract(month from v_month)::int - 1) = 1 then
      v_next := sluice_private.next_bit(sluice_private.cron_days(rule, v_month), v_day);
      if v_next is not null then
        return v_month + v_next;
      end if;
    end if;
    v_month := (v_month + interval '1 month')::date;
    v_day := 0;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_cron_day(sluice_private.cron, date) is
  'The first day from this one on on which a cron expression matches; null where it never does.';
