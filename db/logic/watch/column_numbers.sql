create or replace function sluice_private.column_numbers(relation regclass, names text[])
returns smallint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unknown text := (
    select string_agg(given.name, ', ' order by given.ordinal)
    from unnest(names) with ordinality as given (name, ordinal)
    where not exists (
      select
      from pg_attribute as a
      where a.attrelid = relation and a.attname = given.name and a.attnum > 0
        and not a.attisdropped
    )
  );
begin
  if v_unknown is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format('%s has no column %s', relation, v_unknown),
      hint = case when names = '{organization_id}'
        then 'Pass organization_column => the column that names it, or organization_id => one.'
        else 'Name columns as they are written in the catalogue.' end;
  end if;
  return case when names is not null then array(
    select a.attnum
    from unnest(names) with ordinality as given (name, ordinal)
    inner join pg_attribute as a
      on a.attrelid = relation and a.attname = given.name and not a.attisdropped
    order by given.ordinal
  ) end;
end;
$$;

comment on function sluice_private.column_numbers(regclass, text[]) is
  'The numbers of these columns of a table, null for null; raises SLVAL.';
