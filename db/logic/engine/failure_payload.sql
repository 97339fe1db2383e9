create or replace function sluice_private.failure_payload(
  failed sluice_private.executions,
  number int
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payload jsonb := jsonb_build_object(
    'execution', jsonb_build_object(
      'id', failed.id,
      'workflow', jsonb_build_object('id', failed.workflow_id, 'name', (
        select w.name
        from sluice.workflows as w
        where w.organization_id = failed.organization_id and w.id = failed.workflow_id
      )),
      'version', number,
      'status', failed.status,
      'error', failed.error,
      'created_at', failed.created_at,
      'started_at', failed.started_at,
      'finished_at', failed.finished_at,
      'parent_execution_id', failed.parent_execution_id,
      'root_execution_id', failed.root_execution_id
    ),
    'trigger', failed.input
  );
begin
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := v_payload || jsonb_build_object('trigger', jsonb_build_object(
      'omitted', 'it is too long: read the input of the execution'
    ));
  end if;
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := jsonb_set(v_payload, '{execution,error}', sluice_private.oversized('its error'));
  end if;
  return v_payload;
end;
$$;

comment on function sluice_private.failure_payload(sluice_private.executions, int) is
  'What an error workflow is told of the execution that has failed.';
