create or replace function sluice.retry_execution(
  execution_id uuid,
  node_id text default null,
  frame_path text default null,
  input jsonb default null,
  use_live_version boolean default false
)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_past sluice_private.executions := sluice_private.find_finished(execution_id);
  v_execution sluice.workflow_executions;
begin
  perform sluice_private.rerun_execution(v_past, node_id, frame_path, input, use_live_version);
  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.organization_id = v_past.organization_id and execution.id = v_past.id;
  return v_execution;
end;
$$;

comment on function sluice.retry_execution(uuid, text, text, jsonb, boolean) is
  'Runs a finished execution again, as its next generation: what failed, was cancelled or never '
  'came to be, and from node_id (in the iteration frame_path) on everything; all other steps are '
  'kept as they ended. input replaces that of the step, or the payload of the trigger. On the '
  'version it ran, or on the live one.';
grant execute on function sluice.retry_execution(uuid, text, text, jsonb, boolean)
to sluice_member, sluice_admin;
