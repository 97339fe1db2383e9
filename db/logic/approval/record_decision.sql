/* The lock is a statement of its own: what those before decided is read after it. */
create or replace function sluice_private.record_decision(
  assignee sluice.workflow_approval_assignees,
  decision text,
  comment text,
  data jsonb,
  decided_by uuid
)
returns sluice.workflow_approvals
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz;
  v_approval sluice.workflow_approvals;
  v_outcome text;
begin
  perform pg_advisory_xact_lock(hashtextextended('approval ' || assignee.approval_id, 0));
  v_now := sluice_hidden.now();
  v_approval := sluice_private.find_approval(assignee.organization_id, assignee.approval_id);
  perform sluice_private.assert_open(v_approval);
  perform sluice_private.assert_answer(v_approval, decision, comment, data);
  update sluice.workflow_approval_assignees as a
  set
    decision = record_decision.decision,
    comment = record_decision.comment,
    data = record_decision.data,
    decided_by = record_decision.decided_by,
    decided_at = v_now
  where a.organization_id = assignee.organization_id
    and a.approval_id = assignee.approval_id
    and a.assignee_no = assignee.assignee_no
    and a.link_ref = assignee.link_ref
    and a.asked_at <= v_now
    and a.decision is null;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('it has been decided already, or delegated, in approval %s', v_approval.id),
      hint = 'Each assignee decides once.';
  end if;

  perform sluice_private.note_changes(
    array[v_approval.organization_id], array[v_approval.execution_id]
  );
  perform sluice_private.tick_subscribers(v_approval.organization_id);
  v_outcome := sluice_private.judge_approval(v_approval);
  if v_outcome is not null then
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, body
    )
    values (
      v_approval.organization_id, v_approval.execution_id, 'event', v_approval.frame_id,
      v_approval.step_no, v_approval.generation,
      jsonb_build_object(
        'port', v_outcome, 'created_at', v_now,
        'output', sluice_private.approval_output(v_approval, v_outcome)
      )::text
    );
    perform sluice_private.tick_workers();
  end if;
  return v_approval;
end;
$$;

comment on function sluice_private.record_decision(
  sluice.workflow_approval_assignees, text, text, jsonb, uuid
) is
  'Writes down what an assignee decides; the one who settles it leaves it with the execution.';
