/* Whoever has room takes what was offered to all: the job may be with a host that has none, and
   finds nothing to begin then. Of long inputs no more than a batch is to have. */
create or replace function sluice_private.take_offered(host sluice_private.workers, room int)
returns sluice_private.handed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_taken sluice_private.handed_step[] := array[]::sluice_private.handed_step[];
begin
  if coalesce(room, 0) <= 0 then
    return v_taken;
  end if;
  with free as materialized (
    select offered.organization_id, offered.slot, offered.bytes
    from unnest(host.actions) as served (action)
    cross join lateral (
      select lease.organization_id, lease.slot, pg_column_size(lease.input) as bytes
      from sluice_private.step_leases as lease
      where lease.worker_id is null and lease.action = served.action
      order by lease.slot
      limit room
      for update skip locked
    ) as offered
    limit room
  ),
  short as materialized (
    select
      free.organization_id, free.slot,
      sum(free.bytes) over (order by free.slot) - free.bytes < sluice_hidden.max_batch_bytes()
        as is_within
    from free
  ),
  bound as (
    update sluice_private.step_leases as lease
    set worker_id = host.id, epoch = host.epoch, bound_at = clock_timestamp()
    from short
    where short.is_within
      and lease.organization_id = any (array[short.organization_id])
      and lease.slot = short.slot
    returning lease
  )
  select coalesce(array_agg(step order by (bound.lease).token), v_taken)
  into v_taken
  from bound
  cross join lateral sluice_private.describe_lease(bound.lease) as step;
  return v_taken;
end;
$$;

comment on function sluice_private.take_offered(sluice_private.workers, int) is
  'Binds steps that were offered, and that nobody has begun, to this host: up to room of them.';
