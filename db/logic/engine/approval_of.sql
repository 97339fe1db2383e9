create or replace function sluice_private.approval_of(wait sluice_private.waits)
returns sluice.workflow_approvals
language sql
stable
begin atomic
  select approval.*
  from sluice.workflow_approvals as approval
  where approval.organization_id = wait.organization_id
    and approval.execution_id = wait.execution_id
    and approval.frame_id = wait.frame_id
    and approval.step_no = wait.step_no
    and approval.generation = wait.generation;
end;

comment on function sluice_private.approval_of(sluice_private.waits) is
  'What the people are asked that a wait waits for.';
