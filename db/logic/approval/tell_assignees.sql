create or replace function sluice_private.tell_assignees(
  approval sluice.workflow_approvals,
  name text,
  told sluice.workflow_approval_assignees[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.emit_approval_event(
    approval.organization_id, name, approval.execution_id,
    sluice_private.approval_event(approval) || jsonb_build_object(
      'user_id', coalesce(assignee.delegate_id, assignee.user_id),
      'email', case when assignee.delegate_id is null then assignee.email else (
        select u.email from sluice.users as u where u.id = assignee.delegate_id
      ) end,
      'token', 'approval-token:' || assignee.link_ref
    )
  )
  from unnest(told) as assignee;
end;
$$;

comment on function sluice_private.tell_assignees(
  sluice.workflow_approvals, text, sluice.workflow_approval_assignees[]
) is
  'Emits an event of this name for each of these assignees.';
