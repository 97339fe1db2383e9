/* Of a watched table nothing is read but what its events show, and no function runs that others
   wrote. */
create or replace function sluice_private.segment_records(
  watch sluice_private.table_watches,
  organization_id uuid,
  after text,
  keys text[],
  at_most int
)
returns table (key text, record jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_columns record;
begin
  select
    string_agg(format('%s as %I', c.value, c.name), ', ' order by c.ordinal) as shown,
    max(format('r.%I', c.name)) filter (where c.number = any (watch.key_columns)) as key
  into v_columns
  from sluice_private.captured_columns(watch) as c;
  return query
  select page ->> 'key', page -> 'record'
  from sluice_private.read_records(
    watch.relation,
    array[
      (
        select format('r.%I', a.attname)
        from pg_attribute as a
        where a.attrelid = watch.relation and a.attnum = watch.organization_column
      ),
      v_columns.key,
      (
        select a.atttypid::regtype::text
        from pg_attribute as a
        where a.attrelid = watch.relation and a.attnum = any (watch.key_columns)
      ),
      v_columns.shown
    ],
    organization_id, after, keys, at_most
  ) as page;
end;
$$;

comment on function sluice_private.segment_records(
  sluice_private.table_watches, uuid, text, text[], int
) is
  'Records of an organization in a watched table, in the order of their keys.';
