create or replace function sluice_private.fire_wait(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
  v_end record;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;
  v_outcome.kind := 'settled';
  if v_outcome.error is null then
    v_outcome.error := coalesce(
      sluice_private.wait_fault(v_outcome.input),
      sluice_private.approval_fault(step.organization_id, v_outcome.input -> 'approval')
    );
  end if;
  if v_outcome.error is null and v_outcome.input ? 'condition'
    and sluice_private.condition_holds(step, context)
  then
    v_outcome.status := 'completed';
    v_outcome.ports := '{main,met}';
    v_outcome.output := jsonb_build_object('met_at', sluice_hidden.now());
    return v_outcome;
  end if;
  if v_outcome.error is null then
    select ending.due_at, ending.port, ending.error
    into v_end
    from sluice_private.wait_end(step.organization_id, v_outcome.input) as ending;
    v_outcome.error := v_end.error;
  end if;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  end if;
  v_outcome.kind := 'waiting';
  v_outcome.status := 'waiting';
  v_outcome.due_at := v_end.due_at;
  v_outcome.ports := array[v_end.port];
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_wait(sluice.workflow_steps, jsonb) is
  'Until when a wait lasts, and the port that time would then open; or its end, where its '
  'condition holds already.';
