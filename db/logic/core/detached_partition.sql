create or replace function sluice_private.detached_partition(parent regclass)
returns regclass
language sql
stable
begin atomic
  select part.oid::regclass
  from pg_catalog.pg_class as whole
  inner join pg_catalog.pg_class as part
    on part.relname ~ ('^' || whole.relname || '_gone_[0-9]+$')
  where whole.oid = parent
    and part.relnamespace = 'sluice_private'::regnamespace
    and part.relkind = 'r'
    and not part.relispartition
  order by part.oid
  limit 1;
end;

comment on function sluice_private.detached_partition(regclass) is
  'A table that was a partition of this one and can be dropped; null when there is none.';
