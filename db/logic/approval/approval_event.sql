create or replace function sluice_private.approval_event(approval sluice.workflow_approvals)
returns jsonb
language sql
stable
return jsonb_build_object(
  'approval_id', approval.id, 'execution_id', approval.execution_id,
  'node_id', approval.node_id, 'frame_path', approval.frame_path, 'title', approval.title,
  'status', approval.status, 'due_at', approval.due_at
);

comment on function sluice_private.approval_event(sluice.workflow_approvals) is
  'An approval as the events about it tell of it.';
