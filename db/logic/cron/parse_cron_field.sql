/* What depends on the month is kept as it is; of a weekday with L or #, the values are looked at
   here, so that a fault is found. */
create or replace function sluice_private.parse_cron_field(
  word text,
  unit sluice_private.cron_unit,
  out numbers int[],
  out marks text[],
  out fault text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_item text;
  v_parsed record;
begin
  numbers := '{}';
  marks := '{}';
  foreach v_item in array string_to_array(case word when '?' then '*' else word end, ',') loop
    if sluice_private.is_cron_mark(v_item, unit) then
      marks := marks || v_item;
      continue when unit.name = 'day of month';
    end if;
    select parsed.*
    into v_parsed
    from sluice_private.parse_cron_item(
      case when v_item = any (marks) then regexp_replace(v_item, 'L$|#.$', '') else v_item end, unit
    ) as parsed;
    if v_parsed.fault is not null then
      fault := v_parsed.fault;
    elsif v_item <> all (marks) then
      numbers := numbers || v_parsed.numbers;
    end if;
  end loop;
  if word like '%W%' and unit.name = 'day of month' and word like '%,%' then
    fault := 'W is for a single day, not for a list';
  end if;
end;
$$;

comment on function sluice_private.parse_cron_field(text, sluice_private.cron_unit) is
  'The values of a field of a cron expression, and its items that depend on the month; or what is '
  'wrong with it.';
