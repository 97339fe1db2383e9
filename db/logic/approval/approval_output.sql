create or replace function sluice_private.approval_output(
  approval sluice.workflow_approvals,
  outcome text
)
returns jsonb
language sql
stable
begin atomic
  select jsonb_build_object(
    'approval', jsonb_build_object(
      'id', approval.id, 'status', outcome,
      'decisions', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'user_id', coalesce(a.delegate_id, a.user_id), 'email', a.email,
        'decided_by', a.decided_by, 'decision', a.decision, 'comment', a.comment,
        'data', a.data, 'decided_at', a.decided_at
      )) order by a.decided_at, a.assignee_no)
    ),
    'data', (array_agg(a.data order by a.decided_at desc)
      filter (where a.decision = 'approved'))[1]
  )
  from sluice.workflow_approval_assignees as a
  where a.organization_id = approval.organization_id
    and a.approval_id = approval.id
    and a.decision is not null;
end;

comment on function sluice_private.approval_output(sluice.workflow_approvals, text) is
  'The output of a wait whose approval has been decided: who decided what, and the form.';
