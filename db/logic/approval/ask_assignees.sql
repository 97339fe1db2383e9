/* Those whom an escalation adds are written down at once, to be asked later. */
create or replace function sluice_private.ask_assignees(
  approval sluice.workflow_approvals,
  ask jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first jsonb := ask -> 'assignees';
  v_later jsonb := coalesce(ask #> '{escalation,assignees}', '[]');
  v_count int := (
    select count(*)::int from sluice_private.approval_people(approval.organization_id, v_first)
  );
  v_asked sluice.workflow_approval_assignees[];
begin
  with asked as (
    insert into sluice.workflow_approval_assignees (
      organization_id, approval_id, assignee_no, user_id, email, asked_at
    )
    select
      approval.organization_id, approval.id, person.person_no, person.user_id, person.email,
      case when person.person_no <= v_count then approval.created_at
        else approval.created_at + (ask #>> '{escalation,after}')::interval
      end
    from sluice_private.approval_people(approval.organization_id, v_first || v_later) as person
    returning workflow_approval_assignees as assignee
  )
  select array_agg(asked.assignee order by (asked.assignee).assignee_no)
  into v_asked
  from asked
  where (asked.assignee).assignee_no <= v_count;
  perform sluice_private.tell_assignees(approval, 'approval.requested', v_asked);
end;
$$;

comment on function sluice_private.ask_assignees(sluice.workflow_approvals, jsonb) is
  'Writes down who is asked now and who later, and tells the first of them.';
