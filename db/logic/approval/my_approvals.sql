create or replace view sluice.my_approvals
with (security_invoker = true)
as
select
  approval.organization_id, approval.id, approval.execution_id, approval.node_id,
  approval.frame_path, approval.title, approval.details, approval.form, approval.quorum,
  approval.due_at, approval.created_at
from sluice.workflow_approvals as approval
where approval.status = 'open'
  and (approval.due_at is null or approval.due_at > sluice_hidden.now())
  and exists (
    select
    from sluice.workflow_approval_assignees as assignee
    where assignee.organization_id = approval.organization_id
      and assignee.approval_id = approval.id
      and assignee.decision is null
      and assignee.asked_at <= sluice_hidden.now()
      and sluice_hidden.is_me(assignee.user_id, assignee.email, assignee.delegate_id)
  );

comment on view sluice.my_approvals is 'What whoever asks is to decide, and has not yet.';
comment on column sluice.my_approvals.organization_id is 'The organization it belongs to.';
comment on column sluice.my_approvals.id is 'The approval.';
comment on column sluice.my_approvals.execution_id is 'The execution that asks.';
comment on column sluice.my_approvals.node_id is 'The node in the definition.';
comment on column sluice.my_approvals.frame_path is 'The iterations it is in, such as each[3].';
comment on column sluice.my_approvals.title is 'What it is about, in a line.';
comment on column sluice.my_approvals.details is 'What there is to know before one decides.';
comment on column sluice.my_approvals.form is 'The JSON Schema of what is to be filled in.';
comment on column sluice.my_approvals.quorum is 'How many have to approve.';
comment on column sluice.my_approvals.due_at is 'When it closes if it has not been decided.';
comment on column sluice.my_approvals.created_at is 'When the first were asked.';
grant select on sluice.my_approvals to sluice_member, sluice_admin;
