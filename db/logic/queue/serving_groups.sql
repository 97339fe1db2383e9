/* Where all workers serve the same, there is nothing to count; else what may be admitted of an
   action is up to those who serve it. It counts the leases, of which admission makes one for each
   slot at most. */
create or replace function sluice_private.serving_groups(served text[], free_slots int)
returns table (actions text[], workers int, free int)
language plpgsql
stable
rows 1
set search_path = pg_catalog, pg_temp
as $$
begin
  if (
    select count(distinct w.actions) = 1 from sluice_private.workers as w where not w.is_draining
  ) then
    return query select serving_groups.served, 1, serving_groups.free_slots;
    return;
  end if;
  return query
  with offered as (
    select each.action, array_agg(w.id order by w.id) as ids, sum(w.concurrency) as slots
    from sluice_private.workers as w
    cross join lateral unnest(w.actions) as each (action)
    where not w.is_draining
    group by each.action
  ),
  alike as (
    select array_agg(offered.action order by offered.action) as actions, offered.ids, offered.slots
    from offered
    group by offered.ids, offered.slots
  )
  select
    alike.actions, cardinality(alike.ids),
    greatest(0, alike.slots::int - (
      select count(*)
      from sluice_private.step_leases as lease
      where lease.crashes = 0 and case
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
$$;

comment on function sluice_private.serving_groups(text[], int) is
  'Actions that the same workers serve, how many these are, and how many more steps of them may '
  'be admitted.';
