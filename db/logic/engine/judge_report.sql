create or replace function sluice_private.judge_report(
  lease sluice_private.step_leases,
  step sluice.workflow_steps,
  outcome text,
  body jsonb,
  is_retry boolean,
  reported_at timestamptz
)
returns sluice_private.settled_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_settled sluice_private.settled_step;
begin
  v_settled.organization_id := lease.organization_id;
  v_settled.execution_id := lease.execution_id;
  v_settled.version_id := lease.version_id;
  v_settled.frame_id := lease.frame_id;
  v_settled.step_no := lease.step_no;
  v_settled.generation := lease.generation;
  v_settled.status := outcome;
  v_settled.attempt := lease.attempt;
  v_settled.input := lease.input;
  v_settled.ready_at := lease.ready_at;
  v_settled.started_at := lease.bound_at;
  v_settled.finished_at := greatest(reported_at, lease.bound_at);
  v_settled.token := lease.token;
  if outcome = 'completed' then
    v_settled.ports := '{main}';
    v_settled.output := body;
    return v_settled;
  end if;

  v_settled.error := sluice_private.error_at(body, step.node_id);
  if is_retry then
    v_settled.due_at := reported_at
      + sluice_private.retry_delay(step, lease.attempt, body);
  else
    v_settled.output := jsonb_build_object('error', body);
    v_settled.ports := sluice_private.route_failure(step, body);
  end if;
  return v_settled;
end;
$$;

comment on function sluice_private.judge_report(
  sluice_private.step_leases, sluice.workflow_steps, text, jsonb, boolean, timestamptz
) is
  'What a report makes of its step: completed, failed with the ports that opens, or due again.';
