create or replace function sluice_private.mark_weekdays(marks text[])
returns int[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if marks = '{}' then
    return '{}'::int[];
  end if;
  return array(
    select distinct weekday.number * 10 + case
      when item.mark like '%L' then 0 else right(item.mark, 1)::int
    end
    from unnest(marks) as item (mark)
    cross join sluice_private.parse_cron_item(
      regexp_replace(item.mark, 'L$|#.$', ''), (sluice_private.cron_units())[6]
    ) as parsed
    cross join unnest(parsed.numbers) as weekday (number)
  );
end;
$$;

comment on function sluice_private.mark_weekdays(text[]) is
  'Weekdays with L and # as numbers: 10 * weekday + n, where n is 0 for L.';
