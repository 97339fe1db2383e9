/* A range may go round: 22-3 in hours is 22 to 3, FRI-MON four days. */
create or replace function sluice_private.parse_cron_item(
  item text,
  unit sluice_private.cron_unit,
  out numbers int[],
  out fault text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parts text[] := regexp_match(
    item, '^(?:\*|([0-9A-Z]{1,3})(?:-([0-9A-Z]{1,3}))?)(?:/(\d{1,3}))?$'
  );
  v_is_open boolean := v_parts[1] is null or v_parts[2] is null and v_parts[3] is not null;
  v_low int := case
    when v_parts[1] is null then unit.low
    else sluice_private.cron_number(v_parts[1], unit)
  end;
  v_high int := case
    when v_is_open then unit.low + unit.size - 1
    when v_parts[2] is null then v_low
    else sluice_private.cron_number(v_parts[2], unit)
  end;
begin
  fault := case
    when item = '' then 'a value is missing'
    when v_parts is null then format('%s is not understood', item)
    when v_low is null or v_high is null
      then format('%s is not within %s to %s', item, unit.low, unit.high)
    when v_parts[3]::int not between 1 and unit.high
      then format('the step of %s is not within 1 to %s', item, unit.high)
  end;
  if fault is null then
    numbers := array(
      select distinct unit.low + (number - unit.low) % unit.size
      from generate_series(
        v_low,
        v_high + case when v_high < v_low then unit.size else 0 end,
        coalesce(v_parts[3]::int, 1)
      ) as number
    );
  end if;
end;
$$;

comment on function sluice_private.parse_cron_item(text, sluice_private.cron_unit) is
  'The values of one item of a cron field: *, a value, a range, each perhaps with a step; or what '
  'is wrong with it.';
