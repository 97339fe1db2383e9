/* A lease that its worker does not list is marked, and cleared when it is listed again: what was
   bound between the worker's list and this statement is only ever marked, not taken.
   One that is being reported is passed over, so that a heartbeat never waits. */
create or replace function sluice_private.heartbeat(
  worker_id uuid,
  epoch bigint,
  tokens bigint[]
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
begin
  update sluice_private.workers
  set last_seen_at = clock_timestamp()
  where workers.id = heartbeat.worker_id and workers.epoch = heartbeat.epoch;
  if not found then
    return false;
  end if;

  update sluice_private.step_leases as lease
  set missing_since = case when lease.token = any (tokens) then null else clock_timestamp() end
  from (
    select held.organization_id, held.slot, held.token
    from sluice_private.step_leases as held
    where held.worker_id = heartbeat.worker_id
      and (held.missing_since is null) <> (held.token = any (tokens))
    order by held.token
    for update skip locked
  ) as strange
  where lease.organization_id = any (array[strange.organization_id])
    and lease.slot = strange.slot
    and lease.token = strange.token;
  return true;
end;
$$;

comment on function sluice_private.heartbeat(uuid, bigint, bigint[]) is
  'This worker lives and holds these tokens. False: it has lost its epoch and must exit.';
grant execute on function sluice_private.heartbeat(uuid, bigint, bigint[]) to sluice_worker;
