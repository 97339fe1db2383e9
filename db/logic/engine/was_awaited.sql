create or replace function sluice_hidden.was_awaited(
  organization_id uuid,
  parent_execution_id uuid,
  parent_step_no int
)
returns boolean
language sql
stable
return exists (
  select
  from sluice.workflow_executions as parent
  inner join sluice.workflow_steps as step
    on step.organization_id = parent.organization_id
    and step.version_id = parent.version_id
    and step.step_no = was_awaited.parent_step_no
  where parent.organization_id = was_awaited.organization_id
    and parent.id = was_awaited.parent_execution_id
    and step.config -> 'wait' = 'true'
);

comment on function sluice_hidden.was_awaited(uuid, uuid, int) is
  'Whether the step that called an execution waited for it, and so answers for how it ended.';
grant execute on function sluice_hidden.was_awaited(uuid, uuid, int)
to sluice_member, sluice_admin;
