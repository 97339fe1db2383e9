/* Never locks the execution: a user's transaction only leaves an arrival. */
create or replace function sluice.cancel_execution(execution_id uuid, reason text default null)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_execution sluice.workflow_executions;
begin
  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.id = cancel_execution.execution_id
    and sluice_hidden.can_see(execution.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_execution.organization_id, 'run');
  if v_execution.finished_at is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s is %s', execution_id, v_execution.status),
      hint = 'Only an execution that is under way can be cancelled.';
  end if;

  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  values (
    v_execution.organization_id, v_execution.id, 'cancel',
    jsonb_build_object(
      'class', 'cancelled', 'message', coalesce(reason, 'cancelled'),
      'by', sluice_hidden.current_user_id()
    )::text
  );
  perform sluice_private.tick_workers();
  return v_execution;
end;
$$;

comment on function sluice.cancel_execution(uuid, text) is
  'Asks an execution to end as cancelled: what has not begun never will, late results are refused.';
grant execute on function sluice.cancel_execution(uuid, text) to sluice_member, sluice_admin;
