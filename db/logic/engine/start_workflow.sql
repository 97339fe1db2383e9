create or replace function sluice.start_workflow(
  workflow_id uuid,
  input jsonb default '{}',
  idempotency_key text default null,
  trigger_node text default null,
  traceparent text default null
)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
as $$
declare
  v_start sluice_private.workflow_start := sluice_private.find_start(workflow_id, trigger_node);
  v_claim record;
  v_execution sluice.workflow_executions;
begin
  select claim.claimed_execution_id as execution_id, claim.is_new
  into v_claim
  from sluice_private.claim_key(
    (v_start.workflow).organization_id, workflow_id, 'start:' || idempotency_key,
    sluice_hidden.uuidv7(), null
  ) as claim;

  if v_claim.is_new then
    perform sluice_private.start_executions(
      (v_start.workflow).organization_id, workflow_id, (v_start.workflow).live_version_id,
      (v_start.trigger).id, (v_start.trigger).step_no, array[v_claim.execution_id],
      array[sluice_private.start_input(
        (v_start.trigger).trigger, (v_start.trigger).id, coalesce(input, 'null'),
        sluice_hidden.current_user_id(),
        jsonb_strip_nulls(jsonb_build_object('idempotency_key', idempotency_key))
      )],
      traceparent
    );
  end if;

  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.organization_id = (v_start.workflow).organization_id
    and execution.id = v_claim.execution_id;
  return v_execution;
end;
$$;

comment on function sluice.start_workflow(uuid, jsonb, text, text, text) is
  'Starts an execution of the live version; expressions read the input as trigger.payload. The '
  'same idempotency key answers with the same execution for 30 days. trigger_node names another '
  'trigger than the manual one, traceparent the span (W3C Trace Context) that starts it.';
grant execute on function sluice.start_workflow(uuid, jsonb, text, text, text)
to sluice_member, sluice_admin;
