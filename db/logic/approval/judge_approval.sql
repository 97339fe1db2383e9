create or replace function sluice_private.judge_approval(approval sluice.workflow_approvals)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_approved int;
  v_open int;
begin
  select
    (count(*) filter (where a.decision = 'approved'))::int,
    (count(*) filter (where a.decision is null and a.asked_at <= v_now))::int
  into v_approved, v_open
  from sluice.workflow_approval_assignees as a
  where a.organization_id = approval.organization_id and a.approval_id = approval.id;
  return case
    when v_approved >= approval.quorum then 'approved'
    when v_approved + v_open < approval.quorum then 'rejected'
  end;
end;
$$;

comment on function sluice_private.judge_approval(sluice.workflow_approvals) is
  'approved when as many approve as have to; rejected when no longer enough of those asked can; '
  'else null.';
