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
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  if step.config ->> 'mode' = 'split' then
    select split.ports, split.verdicts, split.error
    into v_outcome.ports, v_outcome.verdicts, v_outcome.error
    from sluice_private.split(step, context) as split;
    if v_outcome.error is not null then
      return sluice_private.fail_step(step, null, v_outcome.error);
    end if;
  else
    select chosen.ports, chosen.verdicts
    into v_outcome.ports, v_outcome.verdicts
    from sluice_private.choose(step.config, step.input_paths, context) as chosen;
    v_outcome.verdicts := v_outcome.verdicts || jsonb_build_object(
      'values', sluice_private.values_of(context, step.reads)
    );
  end if;
  v_outcome.output := jsonb_build_object('ports', v_outcome.ports);
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_choice(sluice.workflow_steps, jsonb) is
  'Which ports a choice opens, and why.';
