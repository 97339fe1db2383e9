/* Committed before the effect starts. The same worker may ask twice: its reply may be lost. A lease
   that somebody holds is about to be cancelled or to go back, so it is not waited for. */
create or replace function sluice_private.begin_steps(
  worker_id uuid,
  epoch bigint,
  organization_ids uuid[],
  tokens bigint[]
)
returns table (
  organization_id uuid,
  token bigint,
  execution_id uuid,
  node_id text,
  action text,
  attempt int,
  idempotency_key text,
  input text,
  timeout_ms int,
  crashes int
)
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
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
begin
  return query
  with free as materialized (
    select lease.organization_id, lease.slot
    from (
      select pair.*
      from unnest(organization_ids, tokens) as pair (organization_id, token)
      order by pair.token
      limit cardinality(organization_ids)
    ) as wanted
    inner join sluice_private.step_leases as lease
      on lease.organization_id = any (array[wanted.organization_id])
      and lease.slot = wanted.token & -32
      and lease.token = wanted.token
    for update of lease skip locked
  ),
  bound as (
    update sluice_private.step_leases as lease
    set
      worker_id = v_worker.id,
      epoch = v_worker.epoch,
      bound_at = coalesce(lease.bound_at, clock_timestamp())
    from free
    where lease.organization_id = any (array[free.organization_id])
      and lease.slot = free.slot
      and (lease.worker_id is null
        or (lease.worker_id = v_worker.id and lease.epoch = v_worker.epoch))
    returning lease
  )
  select
    h.organization_id, h.token, h.execution_id, h.node_id, h.action, h.attempt,
    h.idempotency_key,
    case when strpos(h.input, 'approval-token:') > 0
      then sluice_private.reveal_links(h.organization_id, h.input)
      else h.input
    end,
    h.timeout_ms,
    h.crashes
  from bound
  cross join lateral sluice_private.describe_lease(bound.lease) as h;
  perform sluice_private.note_begun(organization_ids, tokens);
  perform sluice_hidden.failpoint('begun');
end;
$$;

comment on function sluice_private.begin_steps(uuid, bigint, uuid[], bigint[]) is
  'Binds admitted leases to this worker; a token that does not come back is no longer '
  'anybody''s to run.';
grant execute on function sluice_private.begin_steps(uuid, bigint, uuid[], bigint[])
to sluice_worker;
