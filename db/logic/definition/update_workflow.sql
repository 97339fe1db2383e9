create or replace function sluice.update_workflow(
  workflow_id uuid,
  name text default null,
  definition jsonb default null,
  description text default null
)
returns sluice.workflows
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
begin
  update sluice.workflows
  set
    name = coalesce(update_workflow.name, workflows.name),
    definition = coalesce(update_workflow.definition, workflows.definition),
    description = coalesce(update_workflow.description, workflows.description),
    updated_by = sluice_hidden.current_user_id()
  where workflows.organization_id = v_workflow.organization_id
    and workflows.id = v_workflow.id
  returning workflows.* into v_workflow;
  return v_workflow;
exception
  when unique_violation then
    raise exception using
      errcode = 'SLDUP',
      message = format('a workflow named %s exists', update_workflow.name),
      hint = 'Choose another name.';
  when check_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'the name, the description or the definition cannot be so',
      hint = 'A name has 1 to 200 characters, a description up to 10,000, a definition 5,000,000.';
end;
$$;

comment on function sluice.update_workflow(uuid, text, jsonb, text) is
  'Changes the draft of a workflow; what is null stays. The live version goes on as it is.';
grant execute on function sluice.update_workflow(uuid, text, jsonb, text)
to sluice_member, sluice_admin;
