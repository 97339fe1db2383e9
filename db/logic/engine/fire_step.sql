create or replace function sluice_private.fire_step(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns sluice_private.fire_outcome
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_holds boolean;
  v_outcome sluice_private.fire_outcome;
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  v_outcome.ports := '{main}';
  if not fired.is_live then
    v_outcome.status := 'skipped';
    v_outcome.ports := '{}';
    return v_outcome;
  end if;
  if step.is_disabled then
    v_outcome.output := 'null';
    v_outcome.ports := sluice_private.success_ports(step.type, step.config);
    return v_outcome;
  end if;

  if step.run_if is not null then
    v_holds := jsonb_path_match_tz(context, step.run_if, '{}', true);
    if v_holds is not true then
      v_outcome.status := 'skipped';
      v_outcome.ports := '{}';
      v_outcome.verdicts := jsonb_build_object('run_if', jsonb_build_object(
        'when', step.run_if::text, 'answer', v_holds,
        'values', sluice_private.values_of(context, step.reads)
      ));
      return v_outcome;
    end if;
  end if;

  case step.type
    when 'action', 'compensation' then
      v_outcome := sluice_private.fire_action(fired, step, context);
    when 'choice' then
      v_outcome := sluice_private.fire_choice(step, context);
    when 'join' then
      v_outcome := sluice_private.fire_join(fired, step, context);
    when 'wait' then
      v_outcome := sluice_private.fire_wait(step, context);
    when 'call' then
      v_outcome := sluice_private.fire_call(step, context);
    when 'end' then
      v_outcome := sluice_private.fire_end(step, context);
    when 'foreach', 'loop', 'group' then
      v_outcome := sluice_private.fire_container(fired, step, context);
  end case;
  if step.output_template is not null and v_outcome.kind = 'settled' then
    v_outcome := sluice_private.shape_fired(fired, step, v_outcome);
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_step(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'What happens to one step whose join is decided: it is skipped, runs here, waits, or is for a '
  'worker (R5).';
