create or replace function sluice.set_workflow_status(workflow_id uuid, status text)
returns sluice.workflows
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
begin
  if status is null
    or status not in ('active', 'paused', 'disabled', 'deprecated', 'archived')
    or v_workflow.live_version_id is null
  then
    raise exception using
      errcode = 'SLSTA',
      message = format('workflow cannot become %s', coalesce(status, 'null')),
      detail = format('Its status is %s.', v_workflow.status),
      hint = case when v_workflow.live_version_id is null then 'Publish it first; then it may be '
        else 'It may be ' end || 'active, paused, disabled, deprecated or archived.';
  end if;
  update sluice.workflows
  set status = set_workflow_status.status, updated_by = sluice_hidden.current_user_id()
  where workflows.organization_id = v_workflow.organization_id
    and workflows.id = v_workflow.id
  returning workflows.* into v_workflow;
  perform sluice_private.follow_status(v_workflow);
  return v_workflow;
end;
$$;

comment on function sluice.set_workflow_status(uuid, text) is
  'Turns a published workflow on or off. paused also pauses its executions, until it has another '
  'status; with all others they go on.';
grant execute on function sluice.set_workflow_status(uuid, text) to sluice_member, sluice_admin;
