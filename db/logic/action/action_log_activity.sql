create or replace function sluice_private.action_log_activity(
  organization_id uuid,
  input jsonb,
  context jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_log record;
begin
  insert into sluice.workflow_execution_logs (
    organization_id, execution_id, step_no, node_id, message, details
  )
  values (
    action_log_activity.organization_id,
    (context #>> '{execution,id}')::uuid,
    (context #>> '{execution,step_no}')::int,
    context #>> '{execution,node_id}',
    input ->> 'description',
    jsonb_strip_nulls(jsonb_build_object(
      'activity_type', input -> 'activity_type', 'metadata', input -> 'metadata'
    ))
  )
  returning id, created_at into v_log;
  return jsonb_build_object('activity_id', v_log.id, 'logged_at', v_log.created_at);
end;
$$;

comment on function sluice_private.action_log_activity(uuid, jsonb, jsonb) is
  'log_activity: writes a line into the log of the execution.';
