/* A door. Arrivals and due timers are read without locks; then the executions are locked. */
create or replace function sluice_private.advance_batch(at_most int)
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
  v_now timestamptz := sluice_hidden.now();
  v_organization_ids uuid[];
  v_execution_ids uuid[];
  v_locked uuid[];
begin
  select array_agg(cause.organization_id), array_agg(cause.execution_id)
  into v_organization_ids, v_execution_ids
  from (
    select a.organization_id, a.execution_id
    from (
      select arrival.organization_id, arrival.execution_id
      from sluice_private.arrivals as arrival
      where not arrival.is_parked
      order by arrival.seq
      limit at_most
    ) as a
    union
    select t.organization_id, t.execution_id
    from (
      select timer.organization_id, timer.execution_id
      from sluice_private.timers as timer
      where timer.due_at <= v_now and not timer.is_parked
      order by timer.due_at
      limit at_most
    ) as t
  ) as cause;
  if v_execution_ids is null then
    return 0;
  end if;

  v_locked := sluice_private.divert(
    v_organization_ids, v_execution_ids,
    sluice_private.lock_executions(v_organization_ids, v_execution_ids)
  );
  perform sluice_hidden.failpoint('locked');
  delete from sluice_private.arrivals as orphan
  using (
    select pair.* from unnest(v_organization_ids, v_execution_ids)
      as pair (organization_id, execution_id)
    limit cardinality(v_organization_ids)
  ) as pair
  where orphan.organization_id = pair.organization_id
    and orphan.execution_id = pair.execution_id
    and not exists (
      select from sluice_private.live_executions as live
      where live.organization_id = pair.organization_id and live.id = pair.execution_id
    );

  select array_agg(pair.organization_id), array_agg(pair.execution_id)
  into v_organization_ids, v_execution_ids
  from unnest(v_organization_ids, v_execution_ids) as pair (organization_id, execution_id)
  where pair.execution_id = any (v_locked);
  if v_execution_ids is null then
    return 0;
  end if;
  perform sluice_private.advance_in_time(v_organization_ids, v_execution_ids);
  return cardinality(v_execution_ids);
end;
$$;

comment on function sluice_private.advance_batch(int) is
  'Moves on up to this many executions that have an arrival or a due timer; says how many. The '
  'drainer.';
grant execute on function sluice_private.advance_batch(int) to sluice_worker;
