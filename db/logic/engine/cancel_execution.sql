create or replace function sluice.cancel_execution(execution_id uuid, reason text default null)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_execution(execution_id, 'cancel', 'cancelled', reason);
end;
$$;

comment on function sluice.cancel_execution(uuid, text) is
  'Asks an execution to end as cancelled: what has not begun never will, late results are refused.';
grant execute on function sluice.cancel_execution(uuid, text) to sluice_member, sluice_admin;
