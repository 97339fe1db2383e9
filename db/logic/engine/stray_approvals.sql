create or replace function sluice_private.stray_approvals()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'an open approval has a wait', approval.organization_id, approval.execution_id,
    format('nothing waits for approval %s', approval.id)
  from sluice.workflow_approvals as approval
  where approval.status = 'open'
    and not exists (
      select from sluice_private.waits as w
      where w.organization_id = approval.organization_id
        and w.execution_id = approval.execution_id
        and w.frame_id = approval.frame_id
        and w.step_no = approval.step_no
        and w.generation = approval.generation
    )
  union all
  select 'a wait for an approval has an open one', w.organization_id, w.execution_id,
    format('step %s waits for none', w.step_no)
  from sluice_private.waits as w
  where w.input ? 'approval'
    and (sluice_private.approval_of(w)).status is distinct from 'open';
end;

comment on function sluice_private.stray_approvals() is
  'Open approvals that nothing waits for, and waits whose approval nobody can decide.';
