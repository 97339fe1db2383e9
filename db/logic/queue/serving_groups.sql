/* Workers need not serve the same: what may be admitted of an action is up to those who serve it.
   It counts the leases, of which admission makes one and a half for each slot at most. */
create or replace function sluice_private.serving_groups()
returns table (actions text[], workers int, free int)
language sql
stable
begin atomic
  with served as (
    select each.action, array_agg(w.id order by w.id) as ids, sum(w.concurrency) as slots
    from sluice_private.workers as w
    cross join lateral unnest(w.actions) as each (action)
    where not w.is_draining
    group by each.action
  ),
  alike as (
    select array_agg(served.action order by served.action) as actions, served.ids, served.slots
    from served
    group by served.ids, served.slots
  )
  select
    alike.actions, cardinality(alike.ids),
    greatest(0, ceil(alike.slots * 1.5)::int - (
      select count(*)
      from sluice_private.step_leases as lease
      where case
        when lease.worker_id is null then lease.action = any (alike.actions)
        else lease.worker_id = any (alike.ids)
          and not exists (
            select from sluice_private.arrivals as report
            where report.organization_id = lease.organization_id
              and report.execution_id = lease.execution_id
              and report.token = lease.token
              and report.is_parked
          )
      end
    )::int)
  from alike;
end;

comment on function sluice_private.serving_groups() is
  'Actions that the same workers serve, how many these are, and how many more steps of them may '
  'be admitted.';
