create or replace function sluice_private.watched_columns(organization_id uuid, object text)
returns text[]
language sql
stable
return (
  select array_agg(a.attname::text order by a.attnum)
  from sluice_private.segment_watch(organization_id, object) as w
  inner join pg_attribute as a on a.attrelid = w.relation
  where a.attnum > 0
    and not a.attisdropped
    and (
      a.attnum = any (w.key_columns)
      or (a.attnum = any (w.columns)) is not false and a.attnum <> all (w.left_out)
    )
);

comment on function sluice_private.watched_columns(uuid, text) is
  'The columns of a watched table that its events show; null: there is none.';
