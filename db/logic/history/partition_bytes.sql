create or replace function sluice_private.partition_bytes(name text, of_events boolean)
returns bigint
language sql
stable
begin atomic
  select sum(pg_total_relation_size(
    to_regclass(format('sluice_private.%I', whole.relname || '_' || partition_bytes.name))
  ))::bigint
  from sluice_private.history_tables() as h
  inner join pg_catalog.pg_class as whole on whole.oid = h.parent
  where (whole.relname = 'workflow_events') = of_events;
end;

comment on function sluice_private.partition_bytes(text, boolean) is
  'What the partitions of this name take on disk: those of executions, or that of events.';
