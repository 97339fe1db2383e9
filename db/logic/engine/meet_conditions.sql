/* A look that was due before the wait''s own timer comes first, whenever both are made. */
create or replace function sluice_private.meet_conditions(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_wait sluice_private.waits;
  v_step sluice.workflow_steps;
  v_settled sluice_private.settled_step[];
begin
  for v_wait in
    select w.*
    from (select d.* from unnest(due) as d where d.kind = 'poll' limit cardinality(due)) as poll
    cross join lateral (
      select waiting.*
      from sluice_private.waits as waiting
      where waiting.organization_id = poll.organization_id
        and waiting.execution_id = poll.execution_id
        and waiting.frame_id = poll.frame_id
        and waiting.step_no = poll.step_no
      offset 0
    ) as w
    where not exists (
      select from unnest(due) as timer
      where timer.kind = 'wait'
        and timer.execution_id = poll.execution_id
        and timer.frame_id = poll.frame_id
        and timer.step_no = poll.step_no
        and timer.due_at < poll.due_at
    )
  loop
    v_step := sluice_private.step_of(v_wait.organization_id, v_wait.version_id, v_wait.step_no);
    if sluice_private.condition_holds(v_step, sluice_private.build_context(
      v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_step.refs, v_step.roots
    )) then
      v_settled := v_settled || sluice_private.end_wait(
        v_wait, '{main,met}', jsonb_build_object('met_at', v_now)
      );
    else
      insert into sluice_private.timers (
        organization_id, execution_id, frame_id, step_no, kind, due_at
      )
      values (
        v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_wait.step_no, 'poll',
        v_now + sluice_private.poll_interval(v_wait.input -> 'condition')
      );
    end if;
  end loop;
  return v_settled;
end;
$$;

comment on function sluice_private.meet_conditions(sluice_private.timers[]) is
  'Looks at the conditions whose time has come: ends the waits whose condition holds, and sets the '
  'time of the next look at the others.';
