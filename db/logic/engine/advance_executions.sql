/* A door, for reports that were deferred: it waits for the executions' locks. */
create or replace function sluice_private.advance_executions(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns int
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
  v_locked uuid[] := sluice_private.divert(
    organization_ids, execution_ids,
    sluice_private.wait_for_executions(organization_ids, execution_ids), true
  );
  v_organization_ids uuid[];
  v_execution_ids uuid[];
begin
  select array_agg(pair.organization_id), array_agg(pair.execution_id)
  into v_organization_ids, v_execution_ids
  from (
    select distinct given.organization_id, given.execution_id
    from unnest(organization_ids, execution_ids) as given (organization_id, execution_id)
  ) as pair
  where pair.execution_id = any (v_locked);
  if v_execution_ids is not null then
    perform sluice_private.advance_in_time(v_organization_ids, v_execution_ids);
  end if;
  return coalesce(cardinality(v_execution_ids), 0);
end;
$$;

comment on function sluice_private.advance_executions(uuid[], uuid[]) is
  'Moves on these executions, waiting up to a quarter of a second for whoever holds one; says how '
  'many.';
grant execute on function sluice_private.advance_executions(uuid[], uuid[]) to sluice_worker;
