create or replace function sluice_private.find_approval(organization_id uuid, approval_id uuid)
returns sluice.workflow_approvals
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_approval sluice.workflow_approvals;
begin
  select approval.*
  into v_approval
  from sluice.workflow_approvals as approval
  where approval.organization_id = find_approval.organization_id
    and approval.id = find_approval.approval_id;
  return v_approval;
end;
$$;

comment on function sluice_private.find_approval(uuid, uuid) is
  'An approval as it is now, or null.';
