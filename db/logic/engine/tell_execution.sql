/* Never locks the execution: a user's transaction only leaves an arrival. */
create or replace function sluice_private.tell_execution(
  execution_id uuid,
  kind text,
  class text,
  reason text
)
returns sluice.workflow_executions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set jit = off
set enable_seqscan = off
as $$
declare
  v_execution sluice.workflow_executions;
begin
  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.id = tell_execution.execution_id
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
      hint = format('Only an execution that is under way can be %s.', class);
  end if;

  if length(reason) > 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'the reason has more than 1,000 characters',
      hint = 'Keep it short; the execution keeps it.';
  end if;

  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  values (
    v_execution.organization_id, v_execution.id, kind,
    jsonb_build_object(
      'class', class, 'message', coalesce(reason, class), 'by', sluice_hidden.current_user_id()
    )::text
  );
  perform sluice_private.tick_workers();
  return v_execution;
end;
$$;

comment on function sluice_private.tell_execution(uuid, text, text, text) is
  'Leaves an execution that is under way what a user wants of it; raises SLNTF, SLFRB, SLSTA.';
