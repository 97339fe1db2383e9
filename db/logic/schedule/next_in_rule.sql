create or replace function sluice_private.next_in_rule(
  rule sluice_private.schedule_rule,
  calendar sluice.business_calendars,
  after timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when rule.hours is not null
      then sluice_private.next_open_instant(calendar, rule.step, after)
    when rule.dates is not null
      then (select min(d.instant) from unnest(rule.dates) as d (instant) where d.instant > after)
    when rule.step is not null then rule.anchor + rule.step * greatest(
      0, floor(extract(epoch from after - rule.anchor) / extract(epoch from rule.step)) + 1
    )::double precision
    else sluice_private.cron_after(rule.cron, rule.zone, after)
  end;
end;
$$;

comment on function sluice_private.next_in_rule(
  sluice_private.schedule_rule, sluice.business_calendars, timestamptz
) is
  'The first instant of a rule after this one; null where there is none.';
