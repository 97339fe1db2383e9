create or replace function sluice_private.find_part(approval_id uuid)
returns sluice.workflow_approval_assignees
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_organization_id uuid;
  v_part sluice.workflow_approval_assignees;
begin
  select approval.organization_id
  into v_organization_id
  from sluice.workflow_approvals as approval
  where approval.id = find_part.approval_id
    and sluice_hidden.can_see(approval.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('approval %s does not exist', coalesce(approval_id::text, 'null')),
      hint = 'See sluice.my_approvals.';
  end if;
  select a.*
  into v_part
  from sluice.workflow_approval_assignees as a
  where a.organization_id = v_organization_id
    and a.approval_id = find_part.approval_id
    and a.asked_at <= v_now
    and sluice_hidden.is_me(a.user_id, a.email, a.delegate_id)
  order by a.decision is not null, a.assignee_no
  limit 1;
  if not found then
    raise exception using
      errcode = 'SLFRB',
      message = format('not an assignee of approval %s', approval_id),
      hint = 'Ask one of its assignees to delegate it.';
  end if;
  return v_part;
end;
$$;

comment on function sluice_private.find_part(uuid) is
  'What whoever asks has to decide in an approval; raises SLNTF, SLFRB.';
