create or replace function sluice_private.find_link(token_hash bytea)
returns table (
  assignee sluice.workflow_approval_assignees, approval sluice.workflow_approvals, state text
)
language sql
volatile
begin atomic
  select a, approval,
    case
      when a.decision is not null or approval.status in ('approved', 'rejected')
        or approval.status = 'open' and sluice_private.judge_approval(approval) is not null
        then 'decided'
      when approval.status <> 'open' or link.expires_at <= sluice_hidden.now() then 'expired'
      else 'open'
    end
  from sluice_private.approval_links as link
  inner join sluice.workflow_approval_assignees as a
    on a.organization_id = link.organization_id
    and a.approval_id = link.approval_id
    and a.assignee_no = link.assignee_no
    and a.link_ref = link.link_ref
  inner join sluice.workflow_approvals as approval
    on approval.organization_id = link.organization_id
    and approval.id = link.approval_id
  where link.token_hash = find_link.token_hash;
end;

comment on function sluice_private.find_link(bytea) is
  'Whose link has a token with this hash, and whether it can be decided by it: open, decided or '
  'expired.';
