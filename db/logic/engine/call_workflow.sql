create or replace function sluice_private.call_workflow(
  call sluice_private.settled_step,
  step sluice.workflow_steps,
  out child_id uuid,
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parent sluice_private.live_executions;
  v_origin sluice_private.live_executions;
  v_callee sluice_private.callee := sluice_private.find_callee(
    call.organization_id, (step.config ->> 'workflow_id')::uuid,
    (step.config ->> 'version_id')::uuid
  );
begin
  select live.*
  into v_parent
  from sluice_private.live_executions as live
  where live.organization_id = call.organization_id and live.id = call.execution_id;
  if v_parent.depth >= 20 then
    error := jsonb_build_object(
      'class', 'call_depth', 'retryable', false, 'message', 'calls are nested more than 20 deep',
      'hint', 'A workflow that calls itself needs a condition that ends it.'
    );
    return;
  elsif v_callee.fault is not null then
    error := jsonb_build_object(
      'class', 'call_refused', 'message', v_callee.fault,
      'workflow_id', v_callee.workflow_id,
      'hint', 'Publish or activate the workflow, and give it a manual trigger.'
    );
    return;
  end if;
  v_origin.started_by := v_parent.started_by;
  v_origin.failed_execution_id := v_parent.failed_execution_id;
  v_origin.parent_execution_id := call.execution_id;
  v_origin.parent_frame_id := call.frame_id;
  v_origin.parent_step_no := call.step_no;
  v_origin.parent_generation := call.generation;
  v_origin.root_execution_id := coalesce(v_parent.root_execution_id, v_parent.id);
  v_origin.traceparent := sluice_private.child_traceparent(v_parent);
  v_origin.depth := (v_parent.depth + 1)::smallint;
  v_origin.follows_parent := (step.config -> 'wait')::boolean
    and (step.config -> 'cancels')::boolean;
  child_id := sluice_private.start_callee(v_callee, call.input, v_origin);
end;
$$;

comment on function sluice_private.call_workflow(
  sluice_private.settled_step, sluice.workflow_steps
) is
  'Starts the child of a call, or says why it cannot.';
