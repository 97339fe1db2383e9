create or replace function sluice_private.fire_choice(
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
  v_chosen record;
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  if step.config ->> 'mode' = 'split' then
    v_chosen := sluice_private.split(step, context);
    if v_chosen.error is not null then
      return sluice_private.fail_step(step, null, v_chosen.error);
    end if;
    v_outcome.verdicts := v_chosen.verdicts;
  else
    v_chosen := sluice_private.choose(step.config, step.input_paths, context);
    v_outcome.verdicts := v_chosen.verdicts || jsonb_build_object(
      'values', sluice_private.values_of(context, step.reads)
    );
  end if;
  v_outcome.ports := v_chosen.ports;
  v_outcome.output := jsonb_build_object('ports', v_outcome.ports);
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_choice(sluice.workflow_steps, jsonb) is
  'Which ports a choice opens, and why.';
