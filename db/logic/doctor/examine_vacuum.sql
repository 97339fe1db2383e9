create or replace function sluice_private.examine_vacuum()
returns setof sluice.doctor_finding
language sql
stable
begin atomic
  select sluice_private.finding(
    'dead rows', coalesce(worst.n_dead_tup, 0), 100000, 5000000,
    case when worst.relname is null then 'no hot table has dead rows that matter'
      else format(
        '%s has %s dead rows for %s live ones, vacuumed last at %s', worst.relname,
        worst.n_dead_tup, worst.n_live_tup, coalesce(worst.vacuumed_at::text, 'no time known')
      ) end,
    'See that autovacuum runs, and that no old transaction keeps it from its work.'
  )
  from (select) as one
  left join lateral (
    select s.relname, s.n_dead_tup, s.n_live_tup,
      greatest(s.last_vacuum, s.last_autovacuum) as vacuumed_at
    from pg_catalog.pg_stat_user_tables as s
    inner join pg_catalog.pg_class as c on c.oid = s.relid
    where s.schemaname = 'sluice_private'
      and not c.relispartition
      and s.n_dead_tup > 10000 + s.n_live_tup
    order by s.n_dead_tup desc
    limit 1
  ) as worst on true;
end;

comment on function sluice_private.examine_vacuum() is
  'Of doctor: the hot table with the most dead rows that autovacuum has not cleared away.';
