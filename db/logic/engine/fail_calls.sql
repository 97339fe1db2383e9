/* Retries first, then the error policy (R6). */
create or replace function sluice_private.fail_calls(
  failed sluice_private.settled_step[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out delayed sluice_private.settled_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_call sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_error jsonb;
begin
  foreach v_call in array coalesce(failed, '{}') loop
    v_step := sluice_private.step_of(v_call.organization_id, v_call.version_id, v_call.step_no);
    v_error := v_call.error;
    v_call.error := sluice_private.error_at(v_error, v_step.node_id);
    if v_call.attempt < v_step.max_attempts
      and (v_error -> 'retryable') is distinct from 'false'
      and (v_step.retry_when is null or v_error ->> 'class' = any (v_step.retry_when))
    then
      v_call.due_at := v_now + sluice_private.retry_delay(v_step, v_call.attempt, v_error);
      v_call.attempt := v_call.attempt + 1;
      delayed := delayed || v_call;
      continue;
    end if;
    v_call.status := 'failed';
    v_call.ports := sluice_private.route_failure(v_step, v_error);
    v_call.output := jsonb_build_object('error', v_error);
    v_call.finished_at := greatest(v_now, v_call.started_at);
    settled := settled || v_call;
    if v_call.ports is null then
      closing := closing || (
        v_call.organization_id, v_call.execution_id, v_call.frame_id, 'failed', null, v_call.error
      )::sluice_private.closing_frame;
    end if;
  end loop;
  if settled is not null then
    perform sluice_private.forget_timeouts(settled);
  end if;
  if delayed is not null then
    perform sluice_private.suspend_calls(delayed);
  end if;
end;
$$;

comment on function sluice_private.fail_calls(sluice_private.settled_step[]) is
  'Calls that have failed: those that are tried again, those that have ended, and the frames that '
  'end with them.';
