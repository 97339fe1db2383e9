create or replace function sluice_private.open_approvals(waiting sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wait sluice_private.settled_step;
  v_approval sluice.workflow_approvals;
  v_step sluice.workflow_steps;
  v_ask jsonb;
begin
  if not exists (select from unnest(waiting) as w where w.input ? 'approval') then
    return;
  end if;
  for v_wait in select w.* from unnest(waiting) as w where w.input ? 'approval' loop
    v_ask := v_wait.input -> 'approval';
    v_step := sluice_private.step_of(v_wait.organization_id, v_wait.version_id, v_wait.step_no);
    insert into sluice.workflow_approvals (
      organization_id, execution_id, frame_id, step_no, generation, node_id, frame_path, title,
      details, form, quorum, due_at, created_at
    )
    values (
      v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_wait.step_no,
      v_wait.generation, v_step.node_id, sluice_private.frame_path(
        v_wait.organization_id, v_wait.execution_id, v_wait.frame_id
      ),
      left(coalesce(v_ask ->> 'title', v_step.label, v_step.node_id), 500), v_ask -> 'details',
      nullif(v_step.config -> 'form', 'null'), coalesce((v_ask ->> 'quorum')::int, 1),
      v_wait.due_at, v_wait.started_at
    )
    returning workflow_approvals.* into v_approval;
    perform sluice_private.ask_assignees(v_approval, v_ask);
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at
    )
    select
      v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_wait.step_no, 'remind',
      reminder.at
    from sluice_private.next_reminder(
      v_wait.input, v_wait.started_at, v_wait.started_at
    ) as reminder (at)
    where reminder.at is not null;
  end loop;
end;
$$;

comment on function sluice_private.open_approvals(sluice_private.settled_step[]) is
  'Asks the assignees of the waits that are for an approval.';
