/* Half as many again as the hosts have slots, so that a slot that frees finds its next job. */
create or replace function sluice_private.free_slots()
returns int
language sql
stable
return greatest(
  0,
  (
    select coalesce(ceil(sum(workers.concurrency) * 1.5), 0)::int
    from sluice_private.workers
    where not workers.is_draining
  )
  - (select count(*) from sluice_private.step_leases)::int
  + (
    select count(*) from sluice_private.step_leases as outside where outside.expires_at is not null
  )::int
  + (
    select count(*)
    from sluice_private.arrivals as parked
    cross join lateral (
      select from sluice_private.step_leases as lease
      where lease.organization_id = parked.organization_id
        and lease.slot = parked.token & -32
        and lease.token = parked.token
      offset 0
    ) as held
    where parked.is_parked and parked.kind = 'report'
  )::int
);

comment on function sluice_private.free_slots() is
  'How many steps may be admitted now: the slots of all workers and a small reserve, less the '
  'leases but those of workers outside, and those whose report is parked.';
