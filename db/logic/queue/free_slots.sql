/* No more than the hosts have slots: what was offered and waits would have lost its place in the
   backlog. Those of hosts that are told to stop do not count, and neither does what they run. */
create or replace function sluice_private.free_slots()
returns int
language sql
stable
return greatest(
  0,
  (
    select coalesce(sum(workers.concurrency), 0)::int
    from sluice_private.workers
    where not workers.is_draining
  )
  - (select count(*) from sluice_private.step_leases)::int
  + (
    select count(*)
    from sluice_private.step_leases as beside
    where beside.crashes > 0 or beside.expires_at is not null
  )::int
  + (
    select count(*)
    from sluice_private.workers as leaving
    cross join lateral (
      select from sluice_private.step_leases as lease
      where lease.worker_id = leaving.id and lease.crashes = 0 and lease.expires_at is null
      offset 0
    ) as theirs
    where leaving.is_draining
  )::int
  + (
    select count(*)
    from sluice_private.arrivals as parked
    cross join lateral (
      select from sluice_private.step_leases as lease
      where lease.organization_id = parked.organization_id
        and lease.slot = parked.token & -32
        and lease.token = parked.token
        and lease.crashes = 0
      offset 0
    ) as held
    where parked.is_parked and parked.kind = 'report'
  )::int
);

comment on function sluice_private.free_slots() is
  'How many steps may be admitted now: the slots of all workers that serve on, less the leases but '
  'those of others and outside, of steps that run apart, and those whose report is parked.';
