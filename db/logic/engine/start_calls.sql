/* The children are rows of the caller's transaction: they are there if and only if it commits. */
create or replace function sluice_private.start_calls(
  calling sluice_private.settled_step[],
  out settled sluice_private.settled_step[],
  out waiting sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_call sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_started record;
  v_failed sluice_private.settled_step[];
  v_refused record;
begin
  foreach v_call in array calling loop
    v_step := sluice_private.step_of(v_call.organization_id, v_call.version_id, v_call.step_no);
    if v_step.timeout is not null and (v_step.config -> 'wait')::boolean then
      v_call.due_at := v_call.started_at + v_step.timeout;
      perform sluice_private.start_timeouts(array[v_call]);
    end if;
    select c.child_id, c.error
    into v_started
    from sluice_private.call_workflow(v_call, v_step) as c;
    v_call.error := v_started.error;
    if v_call.error is null and not (v_step.config -> 'wait')::boolean then
      select o.output, o.error
      into v_call.output, v_call.error
      from sluice_private.shape_output(
        v_call.execution_id, v_call.frame_id, v_step,
        jsonb_build_object('execution_id', v_started.child_id)
      ) as o;
    end if;
    if v_call.error is not null then
      v_failed := v_failed || v_call;
    elsif (v_step.config -> 'wait')::boolean then
      insert into sluice_private.calls (
        organization_id, execution_id, frame_id, step_no, generation, version_id, attempt,
        child_id, input, started_at
      )
      values (
        v_call.organization_id, v_call.execution_id, v_call.frame_id, v_call.step_no,
        v_call.generation, v_call.version_id, v_call.attempt, v_started.child_id, v_call.input,
        v_call.started_at
      );
      waiting := waiting || v_call;
    else
      v_call.status := 'completed';
      v_call.ports := '{main}';
      settled := settled || v_call;
    end if;
  end loop;
  select f.settled, f.closing, f.delayed
  into v_refused
  from sluice_private.fail_calls(v_failed) as f;
  settled := settled || v_refused.settled;
  closing := v_refused.closing;
  waiting := waiting || v_refused.delayed;
end;
$$;

comment on function sluice_private.start_calls(sluice_private.settled_step[]) is
  'Starts the children of calls: which of these have ended already, which wait, and which frames '
  'end.';
