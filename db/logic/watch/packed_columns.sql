/* All columns of the new rows have as many values: they are one array of arrays. Of the old rows
   only columns that differ are there, if there are new rows. */
create or replace function sluice_private.packed_columns(
  watch sluice_private.table_watches,
  image text
)
returns text
language sql
stable
begin atomic
  select format(
    'row(%s)::sluice_private.column_values',
    string_agg(coalesce(packed.arrays, 'null'), ', ' order by family.ordinal)
  )
  from unnest(array[
    'texts', 'uuids', 'instants', 'integers', 'numerics', 'floats', 'flags', 'documents'
  ]) with ordinality as family (name, ordinal)
  left join lateral (
    select case image
      when 'new' then format(
        'case when n.count > 0 then array[%s] end',
        string_agg(format('n.c%s', c.ordinal), ', ' order by c.ordinal)
      )
      else string_agg(
        format('case when d.differs[%s] then o.c%1$s end', c.ordinal), ' || ' order by c.ordinal
      )
    end as arrays
    from sluice_private.captured_columns(watch) as c
    where c.family = family.name
    having count(*) > 0
  ) as packed on true;
end;

comment on function sluice_private.packed_columns(sluice_private.table_watches, text) is
  'An expression: the columns of an image as column_values.';
