/* If the keys are the same in the same order, so are the rows, and of an old row only the columns
   that differ were kept. Else each old row is whole, and its key says which new row is the same
   record: one with another key is another record. */
create or replace function sluice_private.unfold_change(change sluice_private.row_changes)
returns table (operation text, key jsonb, old_row jsonb, new_row jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  v_differing jsonb := coalesce((
    select jsonb_agg(c.value order by c.ordinal)
    from jsonb_array_elements((change).columns) with ordinality as c (value, ordinal)
    where (change).differs[c.ordinal]
  ), '[]');
  v_is_paired boolean := (change).new_count = (change).old_count and not exists (
    select
    from jsonb_array_elements(v_differing) as c (value)
    where c.value ->> 'name' = any ((change).key)
  );
begin
  return query
  with new_rows as (
    select image.row_no, image.image
    from sluice_private.unfold_values(
      (change).new_values, (change).columns, (change).new_count
    ) as image
  ),
  kept_rows as (
    select image.row_no, image.image
    from sluice_private.unfold_values(
      (change).old_values, v_differing, (change).old_count
    ) as image
  ),
  old_rows as (
    select kept.row_no, coalesce(same.image, '{}') || kept.image as image
    from kept_rows as kept
    left join new_rows as same
      on same.row_no = kept.row_no and (change).new_count = (change).old_count
  ),
  keyed_new as (
    select n.row_no, n.image, case when v_is_paired then to_jsonb(n.row_no) else (
      select jsonb_agg(n.image -> part order by part) from unnest((change).key) as part
    ) end as identity
    from new_rows as n
  ),
  keyed_old as (
    select o.row_no, o.image, case when v_is_paired then to_jsonb(o.row_no) else (
      select jsonb_agg(o.image -> part order by part) from unnest((change).key) as part
    ) end as identity
    from old_rows as o
  )
  select
    case when o.image is null then 'created' when n.image is null then 'deleted'
      else 'updated' end,
    (
      select jsonb_object_agg(part, coalesce(n.image, o.image) -> part)
      from unnest((change).key) as part
    ),
    o.image,
    n.image
  from keyed_new as n
  full join keyed_old as o on o.identity = n.identity
  where o.image is distinct from n.image
  order by coalesce(n.row_no, o.row_no);
end;
$$;

comment on function sluice_private.unfold_change(sluice_private.row_changes) is
  'What has become of each record: its key, and the row before and after.';
