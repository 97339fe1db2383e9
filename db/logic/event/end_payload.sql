create or replace function sluice_private.end_payload(ended sluice_private.executions)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payload jsonb := jsonb_build_object(
    'run', jsonb_build_object(
      'id', ended.id,
      'workflow', jsonb_build_object('id', ended.workflow_id, 'name', (
        select w.name
        from sluice.workflows as w
        where w.organization_id = ended.organization_id and w.id = ended.workflow_id
      )),
      'status', ended.status,
      'output', ended.output,
      'created_at', ended.created_at,
      'started_at', ended.started_at,
      'finished_at', ended.finished_at
    ),
    'error', ended.error
  );
begin
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := jsonb_set(v_payload, '{run,output}', 'null');
  end if;
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := jsonb_set(v_payload, '{error}', sluice_private.oversized('its error'));
  end if;
  return v_payload;
end;
$$;

comment on function sluice_private.end_payload(sluice_private.executions) is
  'What a trigger is told of an execution that has ended; an output that is too long is left out.';
