/* Reminders that were missed are one. Who is asked just now needs none. */
create or replace function sluice_private.remind_assignees(due sluice_private.timers[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_due record;
  v_asked sluice.workflow_approval_assignees[];
  v_reminded sluice.workflow_approval_assignees[];
begin
  for v_due in
    select timer.due_at, w.wait, asked.row
    from (select d.* from unnest(due) as d where d.kind = 'remind' limit cardinality(due)) as timer
    cross join lateral (
      select waiting as wait
      from sluice_private.waits as waiting
      where waiting.organization_id = timer.organization_id
        and waiting.execution_id = timer.execution_id
        and waiting.frame_id = timer.frame_id
        and waiting.step_no = timer.step_no
      offset 0
    ) as w
    cross join lateral (
      select approval as row from sluice_private.approval_of(w.wait) as approval
    ) as asked
  loop
    select
      array_agg(a order by a.assignee_no) filter (where a.asked_at >= v_due.due_at),
      array_agg(a order by a.assignee_no) filter (where a.asked_at < v_due.due_at)
    into v_asked, v_reminded
    from sluice.workflow_approval_assignees as a
    where a.organization_id = (v_due.row).organization_id
      and a.approval_id = (v_due.row).id
      and a.asked_at <= v_now
      and a.decision is null;
    perform sluice_private.tell_assignees(v_due.row, 'approval.requested', v_asked);
    perform sluice_private.tell_assignees(v_due.row, 'approval.reminder', v_reminded);
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at
    )
    select
      (v_due.wait).organization_id, (v_due.wait).execution_id, (v_due.wait).frame_id,
      (v_due.wait).step_no, 'remind', reminder.at
    from sluice_private.next_reminder(
      (v_due.wait).input, (v_due.row).created_at, v_now
    ) as reminder (at)
    where reminder.at is not null;
  end loop;
end;
$$;

comment on function sluice_private.remind_assignees(sluice_private.timers[]) is
  'Tells the assignees of approvals that they have not decided, and those whom an escalation adds '
  'that they are asked.';
