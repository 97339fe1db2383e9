/* Most often the first row tells. To compare a column costs a tenth of noting the change. */
create or replace function sluice_private.difference_check(watch sluice_private.table_watches)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select string_agg(
      format(
        'if v_is_idle and %s then
            v_is_idle := (select %s from new_rows as r limit 1)
                is not distinct from (select %2$s from old_rows as r limit 1)
              and (select array_agg(%2$s) from new_rows as r)
                is not distinct from (select array_agg(%2$s) from old_rows as r);
          end if;',
        case when c.number = any (watch.key_columns) then 'true'
          else format('%L = any (v_wanted)', c.name) end,
        c.value
      ),
      E'\n          ' order by c.number = any (watch.key_columns), c.ordinal
    )
    from sluice_private.captured_columns(watch) as c
  );
end;
$$;

comment on function sluice_private.difference_check(sluice_private.table_watches) is
  'What a written trigger function does to see whether an update has changed nothing wanted.';
