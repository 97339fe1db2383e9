create or replace function sluice_private.end_of_partitions(parent regclass)
returns timestamptz
language sql
stable
begin atomic
  select
    (max(to_date(right(part.relname, 7), 'YYYY_MM')) + interval '1 month') at time zone 'UTC'
  from pg_catalog.pg_inherits as link
  inner join pg_catalog.pg_class as part on part.oid = link.inhrelid
  where link.inhparent = parent and part.relname ~ '_[0-9]{4}_[0-9]{2}$';
end;

comment on function sluice_private.end_of_partitions(regclass) is
  'Where the last month of a history table ends; null where it has none yet.';
