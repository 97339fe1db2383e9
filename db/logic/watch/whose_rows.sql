create or replace function sluice_private.whose_rows(watch sluice_private.table_watches)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column text := (
    select format('r.%I', a.attname)
    from pg_attribute as a
    where a.attrelid = watch.relation and a.attnum = watch.organization_column
      and not a.attisdropped
  );
begin
  return case
    when watch.organization_column is null then format('v_whose := %L', watch.organization_id)
    else format(
      'if tg_op = ''DELETE'' then
        v_whose := (select %1$s from old_rows as r limit 1);
        v_is_plain := not exists (
          select from old_rows as r where %1$s is distinct from v_whose
        );
      elsif tg_op = ''INSERT'' then
        v_whose := (select %1$s from new_rows as r limit 1);
        v_is_plain := not exists (
          select from new_rows as r where %1$s is distinct from v_whose
        );
      else
        v_whose := (select %1$s from new_rows as r limit 1);
        v_is_plain := not exists (
          select from new_rows as r where %1$s is distinct from v_whose
        ) and not exists (
          select from old_rows as r where %1$s is distinct from v_whose
        );
      end if',
      v_column
    )
  end;
end;
$$;

comment on function sluice_private.whose_rows(sluice_private.table_watches) is
  'What a written trigger function does to see whether all rows are of one organization.';
