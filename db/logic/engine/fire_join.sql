create or replace function sluice_private.fire_join(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
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
  v_outcome.status := 'completed';
  v_outcome.ports := '{main}';
  v_outcome.output := sluice_private.join_output(fired, step, context);
  if sluice_hidden.is_oversized(v_outcome.output) then
    return sluice_private.fail_step(step, null, sluice_private.oversized('its output'));
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_join(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'A join passes through, with what came to it.';
