create or replace function sluice_private.examine_partitions()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first record;
begin
  select
    parent.oid::regclass as name,
    coalesce(extract(epoch from ahead.until - sluice_hidden.now()) / 86400, -1) as days
  into v_first
  from pg_class as parent
  cross join lateral (
    select max(p.upper_bound) as until
    from sluice_private.partition_bounds() as p
    where p.parent = parent.oid
  ) as ahead
  where parent.relkind = 'p'
    and parent.relnamespace::regnamespace::text in ('sluice', 'sluice_private')
  order by 2
  limit 1;
  return next sluice_private.finding(
    'partitions', v_first.days, 7, 0,
    format('the partitions of %s reach %s days ahead', v_first.name,
      greatest(floor(v_first.days), 0)),
    'Make those of the coming months; see docs/operations.md.'
  );
end;
$$;

comment on function sluice_private.examine_partitions() is
  'Of doctor: for how many days ahead history has partitions, where it has the fewest.';
