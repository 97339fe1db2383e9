create or replace function sluice_private.fail_step(
  step sluice.workflow_steps,
  input jsonb,
  error jsonb
)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'failed';
  v_outcome.input := input;
  v_outcome.error := error;
  v_outcome.ports := sluice_private.route_failure(step, error);
  v_outcome.output := jsonb_build_object('error', error);
  v_outcome.close_status := case when v_outcome.ports is null then 'failed' end;
  return v_outcome;
end;
$$;

comment on function sluice_private.fail_step(sluice.workflow_steps, jsonb, jsonb) is
  'What follows when a step fails as it fires (R6): its error ports, or the end of its frame.';
