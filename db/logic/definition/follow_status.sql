create or replace function sluice_private.follow_status(workflow sluice.workflows)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if workflow.status = 'paused' then
    perform sluice_private.pause_scope(workflow.organization_id, workflow.id, null);
  else
    perform sluice_private.resume_scope(workflow.organization_id, workflow.id);
  end if;
end;
$$;

comment on function sluice_private.follow_status(sluice.workflows) is
  'Pauses the executions of a workflow that is paused, and resumes them when it is not any more.';
