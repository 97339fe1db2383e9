create or replace function sluice_private.find_past(execution_id uuid)
returns sluice.workflow_executions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_execution sluice.workflow_executions;
begin
  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.id = find_past.execution_id
    and sluice_hidden.can_see(execution.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  return v_execution;
end;
$$;

comment on function sluice_private.find_past(uuid) is
  'An execution that whoever asks may see; raises SLNTF.';
