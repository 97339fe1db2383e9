create or replace function sluice_private.partition_key(parent regclass)
returns text
language sql
stable
begin atomic
  select part.attname::text
  from pg_catalog.pg_partitioned_table as whole
  inner join pg_catalog.pg_attribute as part
    on part.attrelid = whole.partrelid and part.attnum = whole.partattrs[0]
  where whole.partrelid = parent;
end;

comment on function sluice_private.partition_key(regclass) is
  'The column that a history table is partitioned by: the id of the execution, or of the event.';
