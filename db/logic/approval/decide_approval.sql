create or replace function sluice.decide_approval(
  approval_id uuid,
  decision text,
  comment text default null,
  data jsonb default null
)
returns sluice.workflow_approvals
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.record_decision(
    sluice_private.find_part(approval_id), decision, comment, data,
    sluice_hidden.current_user_id()
  );
end;
$$;

comment on function sluice.decide_approval(uuid, text, text, jsonb) is
  'Decides as an assignee, once: approved, with the form filled in where there is one, or '
  'rejected. The wait ends when the quorum has approved, or no longer can.';
grant execute on function sluice.decide_approval(uuid, text, text, jsonb)
to sluice_member, sluice_admin;
