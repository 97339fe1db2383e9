/* Links that were sent to who delegates have another reference, and end with that. */
create or replace function sluice.delegate_approval(approval_id uuid, user_id uuid)
returns sluice.workflow_approvals
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_part sluice.workflow_approval_assignees := sluice_private.find_part(approval_id);
  v_approval sluice.workflow_approvals;
  v_told sluice.workflow_approval_assignees[];
begin
  perform pg_advisory_xact_lock(hashtextextended('approval ' || approval_id, 0));
  v_approval := sluice_private.find_approval(v_part.organization_id, approval_id);
  perform sluice_private.assert_open(v_approval);
  perform sluice_private.assert_delegate(v_approval, user_id);
  with delegated as (
    update sluice.workflow_approval_assignees as a
    set delegate_id = delegate_approval.user_id, link_ref = gen_random_uuid()
    where a.organization_id = v_part.organization_id
      and a.approval_id = v_part.approval_id
      and a.assignee_no = v_part.assignee_no
      and a.link_ref = v_part.link_ref
      and a.decision is null
    returning a
  )
  select array_agg(delegated.a) into v_told from delegated;
  if v_told is null then
    raise exception using
      errcode = 'SLSTA',
      message = format('it has been decided already, or delegated, in approval %s', approval_id),
      hint = 'Only what has not been decided can be delegated.';
  end if;
  perform sluice_private.tell_assignees(v_approval, 'approval.requested', v_told);
  perform sluice_private.note_changes(
    array[v_approval.organization_id], array[v_approval.execution_id]
  );
  perform sluice_private.tick_workers();
  perform sluice_private.tick_subscribers(v_approval.organization_id);
  return v_approval;
end;
$$;

comment on function sluice.delegate_approval(uuid, uuid) is
  'Lets another member of the organization decide instead of whoever asks.';
grant execute on function sluice.delegate_approval(uuid, uuid) to sluice_member, sluice_admin;
