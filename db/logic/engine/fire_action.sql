create or replace function sluice_private.fire_action(
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
  v_outcome sluice_private.fire_outcome
    := '(queued,completed,{main},,,,,,,)'::sluice_private.fire_outcome;
  v_rendered record;
  v_key text;
begin
  if step.type = 'compensation' then
    select found.value, found.error
    into v_outcome.input, v_outcome.error
    from sluice_private.find_compensation(fired) as found;
  elsif fired.generation > 0 then
    v_outcome.input := sluice_private.edited_input(fired, step.node_id);
  end if;
  if v_outcome.input is null and v_outcome.error is null then
    v_rendered := sluice_private.render_step(step, context);
    v_outcome.input := v_rendered.value;
    v_outcome.error := v_rendered.error;
  end if;

  if step.cache_ttl is not null and v_outcome.error is null then
    select cached.key, cached.output, cached.error
    into v_key, v_outcome.output, v_outcome.error
    from sluice_private.find_result(fired, step, v_outcome.input, context) as cached;
    if v_outcome.output is not null then
      v_outcome.kind := 'settled';
      v_outcome.verdicts := '{"cache": "hit"}';
      return v_outcome;
    end if;
  end if;
  if step.runs = 'sql' and v_outcome.error is null then
    v_outcome.kind := 'settled';
    if step.handler = 'sluice_private.action_data_set' then
      v_outcome.output := v_outcome.input;
    else
      select run.output, run.error
      into v_outcome.output, v_outcome.error
      from sluice_private.run_sql_action(
        step.handler, fired.organization_id, v_outcome.input,
        jsonb_build_object('execution', jsonb_build_object(
          'id', fired.execution_id, 'frame_id', fired.frame_id, 'step_no', fired.step_no,
          'node_id', step.node_id
        ))
      ) as run;
      if sluice_hidden.is_oversized(v_outcome.output) then
        v_outcome.error := sluice_private.oversized('its output');
      end if;
    end if;
  elsif step.limits is not null and v_outcome.error is null then
    v_outcome.error := sluice_private.keep_limits(fired, step, context);
  end if;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  end if;
  if v_key is not null and v_outcome.kind = 'settled' then
    perform sluice_private.keep_result(fired.organization_id, step, v_key, v_outcome.output);
  elsif v_outcome.kind = 'queued' and step.timeout is not null then
    v_outcome.due_at := sluice_hidden.now() + step.timeout;
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_action(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'Renders the input of an action; what its cache has is its result, an SQL action runs here and '
  'now, another is for a worker.';
