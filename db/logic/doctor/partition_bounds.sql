create or replace function sluice_private.partition_bounds()
returns table (parent regclass, part regclass, upper_bound timestamptz)
language sql
stable
begin atomic
  select link.inhparent::regclass, link.inhrelid::regclass,
    to_timestamp(
      (
        'x' || left(replace(bound.match[2], '-', ''), 12)
      )::bit(48)::bigint / 1000.0
    )
  from pg_catalog.pg_class as parent
  inner join pg_catalog.pg_inherits as link on link.inhparent = parent.oid
  inner join pg_catalog.pg_class as part on part.oid = link.inhrelid
  cross join lateral regexp_match(
    pg_get_expr(part.relpartbound, part.oid),
    $re$FROM \('([0-9a-f-]{36})'\) TO \('([0-9a-f-]{36})'\)$re$
  ) as bound (match)
  where parent.relkind = 'p'
    and parent.relnamespace::regnamespace::text in ('sluice', 'sluice_private')
    and bound.match is not null;
end;

comment on function sluice_private.partition_bounds() is
  'The partitions of history that have two ends, and when each ends.';
