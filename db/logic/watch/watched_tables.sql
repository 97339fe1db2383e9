create or replace view sluice.watched_tables
with (security_invoker = true)
as
select
  nullif(w.organization_id, '00000000-0000-0000-0000-000000000000') as organization_id,
  w.object,
  case when c.oid is not null
    then format('%s.%I', c.relnamespace::regnamespace, c.relname) end as relation,
  organization_column.attname::text as organization_column,
  array(
    select a.attname::text
    from pg_catalog.pg_attribute as a
    where a.attrelid = w.relation and a.attnum = any (w.key_columns) and not a.attisdropped
    order by a.attnum
  ) as key,
  array(
    select a.attname::text
    from pg_catalog.pg_attribute as a
    where a.attrelid = w.relation and a.attnum > 0 and not a.attisdropped
      and (
        a.attnum = any (w.key_columns)
        or (a.attnum = any (w.columns)) is not false and a.attnum <> all (w.left_out)
      )
    order by a.attnum
  ) as columns,
  w.operations,
  w.watched_by,
  w.created_at,
  fault.created_at as failed_at,
  fault.message as failure
from sluice_private.table_watches as w
left join pg_catalog.pg_class as c on c.oid = w.relation
left join pg_catalog.pg_attribute as organization_column
  on organization_column.attrelid = w.relation
  and organization_column.attnum = w.organization_column
  and not organization_column.attisdropped
left join lateral (
  select f.created_at, f.message
  from sluice_private.watch_faults as f
  where f.object = w.object and (
    f.organization_id = w.organization_id
    or w.organization_id = '00000000-0000-0000-0000-000000000000'
  )
  order by f.id desc
  limit 1
) as fault on true;

comment on view sluice.watched_tables is
  'The tables whose changes are events, by the names that triggers give as their object.';
comment on column sluice.watched_tables.organization_id is
  'The organization that is told; null: the one that each row names.';
comment on column sluice.watched_tables.object is
  'What events and triggers call it.';
comment on column sluice.watched_tables.relation is 'The table; null: it is gone.';
comment on column sluice.watched_tables.organization_column is
  'The column that names the organization of a row.';
comment on column sluice.watched_tables.key is 'The columns that tell its rows apart.';
comment on column sluice.watched_tables.columns is 'The columns that events show.';
comment on column sluice.watched_tables.operations is 'created, updated, deleted.';
comment on column sluice.watched_tables.watched_by is 'The login that called watch_table.';
comment on column sluice.watched_tables.created_at is 'Since when.';
comment on column sluice.watched_tables.failed_at is
  'When a change could last not be made an event.';
comment on column sluice.watched_tables.failure is 'Why not.';
grant select on sluice.watched_tables to sluice_member, sluice_admin;
