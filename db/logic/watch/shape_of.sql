create or replace function sluice_private.shape_of(relation regclass)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select string_agg(concat_ws(' ', a.attnum, a.attname, a.atttypid), ', ' order by a.attnum)
    from pg_attribute as a
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
  );
end;
$$;

comment on function sluice_private.shape_of(regclass) is
  'What the columns of a table are, to see whether they have changed.';
