create or replace function sluice_private.event_cause(organization_id uuid, caused_by text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cause record;
begin
  if caused_by is null
    or caused_by !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  then
    return jsonb '{}';
  end if;
  select live.input, array[live.root_execution_id, live.failed_execution_id] as origins
  into v_cause
  from sluice_private.live_executions as live
  where live.organization_id = event_cause.organization_id and live.id = caused_by::uuid;
  if not found then
    select past.input, array[past.root_execution_id, past.failed_execution_id] as origins
    into v_cause
    from sluice_private.executions as past
    where past.organization_id = event_cause.organization_id and past.id = caused_by::uuid;
  end if;
  if not found then
    return jsonb '{}';
  end if;
  return jsonb_build_object(
    'execution_id', caused_by,
    'depth', 1 + sluice_private.chain_depth(organization_id, v_cause.input, v_cause.origins)
  );
end;
$$;

comment on function sluice_private.event_cause(uuid, text) is
  'What is known of an event by the execution, of the same organization, that has caused it.';
