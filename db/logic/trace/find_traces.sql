create or replace function sluice_private.find_traces(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns table (execution_id uuid, traceparent text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  return query
  select live.id, sluice_private.child_traceparent(live.row)
  from (
    select given.* from unnest(organization_ids, execution_ids)
      as given (organization_id, execution_id)
    limit cardinality(execution_ids)
  ) as given
  cross join lateral (
    select e.id, e as row
    from sluice_private.live_executions as e
    where e.organization_id = given.organization_id and e.id = given.execution_id
    offset 0
  ) as live;
end;
$$;

comment on function sluice_private.find_traces(uuid[], uuid[]) is
  'The traceparents of the steps of executions that are under way; asked by workers that trace.';
grant execute on function sluice_private.find_traces(uuid[], uuid[]) to sluice_worker;
