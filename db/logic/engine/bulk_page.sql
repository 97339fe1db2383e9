/* Their ids order by time, and what began or ended after the operation is not asked. An operation
   of a scope asks all, as one that does not see the scope yet may begin meanwhile. */
create or replace function sluice_private.bulk_page(
  operation sluice.bulk_operations,
  at_most int
)
returns table (id uuid, is_match boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_filter jsonb := operation.filter;
  v_is_scope boolean := operation.arguments ? 'scope';
  v_is_redrive boolean := operation.arguments ? 'redrive';
  v_after uuid := coalesce(operation.position, '00000000-0000-0000-0000-000000000000');
  v_until uuid := (case when v_is_scope then 'ffffffff-ffff'
    else left(operation.id::text, 13) end || '-ffff-ffff-ffffffffffff')::uuid;
  v_ids uuid[] := case when v_filter ? 'ids'
    then array(select jsonb_array_elements_text(v_filter -> 'ids')::uuid) end;
  v_workflow_id uuid := (v_filter ->> 'workflow_id')::uuid;
  v_statuses text[] := case when v_filter ? 'statuses'
    then array(select jsonb_array_elements_text(v_filter -> 'statuses')) end;
  v_class text := v_filter ->> 'error_class';
  v_from timestamptz := coalesce(
    sluice_hidden.try_timestamp(v_filter ->> 'created_after'), '-infinity'
  );
  v_to timestamptz := coalesce(
    sluice_hidden.try_timestamp(v_filter ->> 'created_before'), 'infinity'
  );
begin
  if operation.kind = 'replay' then
    return query
    select page.id, page.is_match
    from sluice_private.replay_page(operation, v_after, v_until, v_from, v_to, at_most) as page;
  elsif operation.kind = 'retry' then
    return query
    select past.id,
      past.finished_at <= operation.created_at and past.created_at > v_from
      and past.created_at < v_to and (v_statuses is null or past.status = any (v_statuses))
      and (v_class is null or past.error ->> 'class' is not distinct from v_class)
      and (not v_is_redrive or past.parent_execution_id is null or not sluice_hidden.was_awaited(
        past.organization_id, past.parent_execution_id, past.parent_step_no))
    from sluice_private.executions as past
    where past.organization_id = operation.organization_id
      and past.id > v_after
      and past.id <= v_until
      and (v_ids is null or past.id = any (v_ids))
      and (v_workflow_id is null or past.workflow_id = v_workflow_id)
    order by past.id
    limit at_most;
  else
    return query
    select live.id,
      (v_is_scope or live.created_at <= operation.created_at) and live.created_at > v_from
      and live.created_at < v_to and (v_statuses is null or live.status = any (v_statuses))
      and (v_class is null or live.error ->> 'class' is not distinct from v_class)
    from sluice_private.live_executions as live
    where live.organization_id = operation.organization_id
      and live.id > v_after
      and live.id <= v_until
      and (v_ids is null or live.id = any (v_ids))
      and (v_workflow_id is null or live.workflow_id = v_workflow_id)
    order by live.id
    limit at_most;
  end if;
end;
$$;

comment on function sluice_private.bulk_page(sluice.bulk_operations, int) is
  'The next executions, by their ids, that a bulk operation looks at (null: all), and whether it '
  'is for them: finished ones when it retries, events when it replays, else those under way.';
