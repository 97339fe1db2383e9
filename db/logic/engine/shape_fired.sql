create or replace function sluice_private.shape_fired(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  outcome sluice_private.fire_outcome
)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_made record;
begin
  if outcome.status <> 'completed' then
    return outcome;
  end if;
  select o.output, o.error
  into v_made
  from sluice_private.shape_output(
    fired.execution_id, fired.frame_id, step, outcome.output
  ) as o;
  if v_made.error is not null then
    return sluice_private.fail_step(step, outcome.input, v_made.error);
  end if;
  outcome.output := v_made.output;
  return outcome;
end;
$$;

comment on function sluice_private.shape_fired(
  sluice_private.fired_step, sluice.workflow_steps, sluice_private.fire_outcome
) is
  'A step that completes as it fires, with the output that replaces its own.';
