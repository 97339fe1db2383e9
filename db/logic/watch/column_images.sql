/* Rows are spread over parts by their keys, the old and the new image of a row alike. To group them
   costs as much as to keep them: few rows of one organization, which `whose` names, are not. */
create or replace function sluice_private.column_images(
  watch sluice_private.table_watches,
  image text,
  operation text,
  whose text
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization text := coalesce(
    (
      select format('r.%I', a.attname)
      from pg_attribute as a
      where a.attrelid = watch.relation and a.attnum = watch.organization_column
        and not a.attisdropped
    ),
    case when watch.organization_column is null then format('%L::uuid', watch.organization_id) end
  );
  v_columns text;
  v_key text;
  v_rows text := case operation
    when 'created' then 'new_rows' when 'deleted' then 'old_rows' else image || '_rows' end;
begin
  select
    string_agg(format('array_agg(%s) as c%s', c.value, c.ordinal), ', ' order by c.ordinal),
    string_agg(c.value, ', ' order by c.ordinal) filter (where c.number = any (watch.key_columns))
  into v_columns, v_key
  from sluice_private.captured_columns(watch) as c;
  if v_organization is null or v_key is null then
    raise exception using
      errcode = 'SLSTA',
      message = format('%s has lost a column that its watch needs', watch.relation),
      hint = 'Call watch_table again, with the columns as they are.';
  end if;
  return format(
    '(select %1$s as organization_id, %2$s as part, count(*)::int as count, %3$s
      from %4$s as r
      where %5$s
      offset 0)',
    coalesce(whose, v_organization),
    case when whose is not null then '0' else format(
      'case when $2 > 1
        then (hashtextextended(concat_ws('','', %s), 0) & 1073741823) %% $2 else 0 end',
      v_key
    ) end,
    v_columns, v_rows,
    case when v_rows <> image || '_rows' then 'false' else 'true' end
      || case when whose is null
        then format(' and %s is not null group by 1, 2', v_organization) else '' end
  );
end;
$$;

comment on function sluice_private.column_images(sluice_private.table_watches, text, text, text) is
  'A subquery: the new or old rows of a statement as an array for each column, for each '
  'organization; none, if there are none of this kind.';
