create or replace function sluice_private.fold_counts()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with taken as (
    delete from sluice_private.execution_counts as old
    using (
      select c.seq
      from sluice_private.execution_counts as c
      order by c.seq
      limit 10000
      for update skip locked
    ) as first
    where old.seq = first.seq
    returning old.status, old.count
  ),
  folded as (
    insert into sluice_private.execution_counts (status, count)
    select t.status, sum(t.count) from taken as t group by t.status
  )
  select count(*)::int into v_count from taken;
  return v_count;
end;
$$;

comment on function sluice_private.fold_counts() is
  'Adds up to 10,000 counts of ended executions into one for each status; says how many.';
