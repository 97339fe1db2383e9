/* The chunk and how far the operation has come are one transaction: what is rolled back is looked
   at again. There are no claims here: the permission was asked for when it was started. */
create or replace function sluice_private.advance_bulk()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = on
set enable_hashjoin = on
set enable_mergejoin = on
set enable_bitmapscan = on
set enable_sort = on
as $$
declare
  v_operation sluice.bulk_operations;
  v_chunk record;
  v_ids uuid[];
  v_last uuid;
  v_told uuid[] := array[]::uuid[];
  v_error jsonb;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:bulk', 0)) then
    return false;
  end if;
  v_operation := sluice_private.pick_bulk_operation();
  if v_operation.id is null then
    return false;
  end if;
  select c.ids, c.last_id, c.advanced_at
  into v_chunk
  from sluice_private.bulk_chunk(v_operation) as c;
  v_ids := v_chunk.ids;
  v_last := v_chunk.last_id;

  if v_ids is not null and v_operation.kind = 'retry' then
    select r.told, r.error, case when r.last_id = v_ids[cardinality(v_ids)]
      then v_last else r.last_id end
    into v_told, v_error, v_last
    from sluice_private.retry_executions(v_operation, v_ids) as r;
  elsif v_ids is not null and v_operation.kind = 'replay' then
    select r.told, r.error, case when r.last_id = v_ids[cardinality(v_ids)]
      then v_last else r.last_id end
    into v_told, v_error, v_last
    from sluice_private.replay_events(v_operation.organization_id, v_ids) as r;
  elsif v_ids is not null then
    select t.told, t.error
    into v_told, v_error
    from sluice_private.tell_guarded(v_operation, v_ids) as t;
  end if;

  update sluice.bulk_operations as operation
  set
    position = coalesce(v_last, operation.position),
    done = operation.done + cardinality(v_told),
    failed = operation.failed - cardinality(v_told)
      + (select count(*)::int from unnest(v_ids) as asked (id) where asked.id <= v_last),
    last_error = coalesce(v_error, operation.last_error),
    advanced_at = v_chunk.advanced_at,
    status = case when v_chunk.last_id is null then 'completed' else operation.status end,
    finished_at = case when v_chunk.last_id is null then sluice_hidden.now() end
  where operation.organization_id = v_operation.organization_id
    and operation.id = v_operation.id;
  return true;
end;
$$;

comment on function sluice_private.advance_bulk() is
  'Looks at the next 1,000 executions of a bulk operation; false when there is none to do now.';
