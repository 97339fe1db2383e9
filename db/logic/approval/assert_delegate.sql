create or replace function sluice_private.assert_delegate(
  approval sluice.workflow_approvals,
  user_id uuid
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from sluice.organization_members as m
    where m.organization_id = approval.organization_id and m.user_id = assert_delegate.user_id
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('user %s is not a member of the organization',
        coalesce(user_id::text, 'null')),
      hint = 'An approval is delegated to a member.';
  elsif exists (
    select from sluice.workflow_approval_assignees as a
    where a.organization_id = approval.organization_id
      and a.approval_id = approval.id
      and assert_delegate.user_id in (a.user_id, a.delegate_id)
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('user %s takes part in approval %s already', user_id, approval.id),
      hint = 'Each assignee decides once: choose somebody else.';
  end if;
end;
$$;

comment on function sluice_private.assert_delegate(sluice.workflow_approvals, uuid) is
  'Raises SLVAL unless this member can be one more who decides.';
