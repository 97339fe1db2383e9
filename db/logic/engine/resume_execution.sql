create or replace function sluice.resume_execution(execution_id uuid)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_execution(execution_id, 'resume', 'resumed', null);
end;
$$;

comment on function sluice.resume_execution(uuid) is
  'Asks a paused execution to go on where it stood; one that is not paused just goes on.';
grant execute on function sluice.resume_execution(uuid) to sluice_member, sluice_admin;
