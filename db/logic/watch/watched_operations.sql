create or replace function sluice_private.watched_operations(relation regclass)
returns text[]
language sql
stable
return array(
  select distinct operation.name
  from sluice_private.table_watches as w
  cross join unnest(w.operations) as operation (name)
  where w.relation = watched_operations.relation
  order by operation.name
);

comment on function sluice_private.watched_operations(regclass) is
  'What is watched of a table, by all its watches together.';
