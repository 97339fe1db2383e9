create or replace function sluice_private.drop_partition(part regclass)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('drop table %s', part);
end;
$$;

comment on function sluice_private.drop_partition(regclass) is
  'Drops a table that was a partition.';
