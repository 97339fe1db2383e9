create or replace function sluice_private.resume_scope(organization_id uuid, workflow_id uuid)
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.paused_scopes as scope
  where scope.organization_id = resume_scope.organization_id
    and scope.workflow_id = resume_scope.workflow_id;
  if not found then
    return null;
  end if;
  return sluice_private.open_bulk_operation(
    organization_id, 'resume', sluice_private.scope_filter(workflow_id),
    jsonb_build_object('scope', workflow_id)
  );
end;
$$;

comment on function sluice_private.resume_scope(uuid, uuid) is
  'Resumes those executions that only this pause of a workflow, or with the nil id of an '
  'organization, holds; null if it is not paused.';
