/* What cancels, pauses or ends the step would have to wait for this transaction, and with it the
   executions that are moved on in the same batch: so the engine is to pass this one by. */
create or replace function sluice_private.hold_execution(organization_id uuid, execution_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.limit_idling();
  perform
  from sluice_private.live_executions as live
  where live.organization_id = hold_execution.organization_id
    and live.id = hold_execution.execution_id
  for share;
end;
$$;

comment on function sluice_private.hold_execution(uuid, uuid) is
  'Locks the execution of a step before a row of the step is written, for whoever calls from a '
  'transaction of their own.';
