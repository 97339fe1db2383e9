/* Only the sweeper folds, and there is one at a time. */
create or replace function sluice_private.fold_trigger_counts()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with first as (
    select c.organization_id, c.trigger_id, c.seq
    from sluice_private.trigger_counts as c
    where not c.is_folded
    order by c.seq
    limit 10000
  ),
  taken as (
    delete from sluice_private.trigger_counts as old
    using (
      select first.organization_id, first.trigger_id, first.seq from first
      union all
      select c.organization_id, c.trigger_id, c.seq
      from (select distinct first.organization_id, first.trigger_id from first) as touched
      inner join sluice_private.trigger_counts as c
        on c.organization_id = touched.organization_id and c.trigger_id = touched.trigger_id
        and c.is_folded
    ) as one
    where old.organization_id = one.organization_id
      and old.trigger_id = one.trigger_id
      and old.seq = one.seq
    returning old.*
  ),
  folded as (
    insert into sluice_private.trigger_counts (
      organization_id, trigger_id, started, completed, failed, last_at, is_folded
    )
    select t.organization_id, t.trigger_id, sum(t.started), sum(t.completed), sum(t.failed),
      max(t.last_at), true
    from taken as t
    where exists (
      select
      from sluice.workflow_triggers as known
      where known.organization_id = t.organization_id and known.id = t.trigger_id
    )
    group by t.organization_id, t.trigger_id
  )
  select count(*)::int into v_count from taken where not taken.is_folded;
  return v_count;
end;
$$;

comment on function sluice_private.fold_trigger_counts() is
  'Adds up to 10,000 counts of triggers into one for each; says how many.';
