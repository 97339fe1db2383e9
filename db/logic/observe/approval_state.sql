create or replace function sluice_private.approval_state(approval sluice.workflow_approvals)
returns text
language sql
stable
return (
  select format(
    'the decision of %s (%s of %s needed have approved)',
    coalesce(
      string_agg(
        coalesce(delegate.email, assignee.email, assignee.user_id::text), ', '
        order by assignee.assignee_no
      ) filter (where assignee.decision is null and assignee.asked_at <= sluice_hidden.now()),
      'nobody who is left'
    ),
    count(*) filter (where assignee.decision = 'approved'), approval.quorum
  )
  from sluice.workflow_approval_assignees as assignee
  left join sluice.users as delegate on delegate.id = assignee.delegate_id
  where assignee.organization_id = approval.organization_id
    and assignee.approval_id = approval.id
);

comment on function sluice_private.approval_state(sluice.workflow_approvals) is
  'Who has still to decide, and how many have approved.';
