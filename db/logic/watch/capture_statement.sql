/* What both images have in common is kept once: the columns that are the same in all rows, as
   bytes; what is equal all the same is found out when events are made. Its parameters: one of which
   columns has to have changed (null: any), and into how many parts the rows are to be spread. If
   `whose` names the organization of all rows, there is one part, and the columns are v_wanted. */
create or replace function sluice_private.capture_statement(
  watch sluice_private.table_watches,
  operation text,
  whose text default null
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_columns record;
begin
  select
    jsonb_agg(
      jsonb_build_object('name', c.name, 'family', c.family, 'is_json', c.is_json)
      order by c.ordinal
    ) as list,
    array_agg(c.name order by c.ordinal) as names,
    array_agg(c.name order by c.ordinal) filter (where c.number = any (watch.key_columns)) as key,
    string_agg(
      format('record_image_ne(row(n.c%s), row(o.c%1$s))', c.ordinal), ', ' order by c.ordinal
    ) as differences
  into v_columns
  from sluice_private.captured_columns(watch) as c;
  return format(
    'insert into sluice_private.row_changes (
      organization_id, object, operation, key, columns, differs, new_count, old_count,
      new_values, old_values
    )
    select organization_id, %L, %L, %L, %L, d.differs, coalesce(n.count, 0), coalesce(o.count, 0),
      %s, %s
    from %s as n
    full join %s as o using (organization_id, part)
    cross join lateral (select array[%s] as differs offset 0) as d
    where exists (
        select from sluice_private.record_subscriptions as s
        where s.event = %L and s.organization_id = coalesce(n.organization_id, o.organization_id)
      )
      and true = any (array(
        select d.differs[field.i]
        from unnest(%L::text[]) with ordinality as field (name, i)
        where (field.name = any (%s)) is not false or field.name = any (%L::text[])
      ))',
    watch.object, operation, v_columns.key, v_columns.list,
    sluice_private.packed_columns(watch, 'new'), sluice_private.packed_columns(watch, 'old'),
    sluice_private.column_images(watch, 'new', operation, whose),
    sluice_private.column_images(watch, 'old', operation, whose),
    v_columns.differences, format('record.%s:%s', operation, watch.object), v_columns.names,
    case when whose is null then '$1' else 'v_wanted' end, v_columns.key
  );
end;
$$;

comment on function sluice_private.capture_statement(sluice_private.table_watches, text, text) is
  'The statement by which the trigger on a watched table notes what has changed.';
