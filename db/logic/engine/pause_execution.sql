create or replace function sluice.pause_execution(execution_id uuid, reason text default null)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_execution(execution_id, 'pause', 'paused', reason);
end;
$$;

comment on function sluice.pause_execution(uuid, text) is
  'Asks an execution to pause: what runs is finished and recorded, nothing else begins.';
grant execute on function sluice.pause_execution(uuid, text) to sluice_member, sluice_admin;
