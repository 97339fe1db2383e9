create or replace function sluice_private.fire_container(
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
  v_total int := 1;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;
  if step.type = 'foreach' and v_outcome.error is null then
    v_total := jsonb_array_length(case jsonb_typeof(v_outcome.input -> 'items')
      when 'array' then v_outcome.input -> 'items'
    end);
    v_outcome.error := sluice_private.items_fault(fired, step, v_outcome.input -> 'items');
  elsif step.type = 'loop' and cardinality(step.input_paths) = 1 then
    v_total := (
      jsonb_path_match_tz(
        context || '{"item": null, "index": 0}', step.input_paths[1], '{}', true
      ) is true
    )::int;
  end if;
  if step.type = 'group' and v_outcome.error is null then
    v_outcome.error := sluice_private.group_fault(v_outcome.input);
  end if;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  elsif v_total > 0 then
    v_outcome.kind := 'opening';
    v_outcome.status := 'running';
    return v_outcome;
  end if;
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  v_outcome.ports := '{main,done}';
  v_outcome.output := case step.type
    when 'loop' then jsonb_build_object('iterations', 0)
    else jsonb_build_object('total', 0, 'completed', 0, 'failed', 0)
      || case when step.result_template is null then jsonb '{}' else '{"items": []}' end
  end;
  v_outcome.input := null;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_container(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'What a container begins with: its items, or whether there is a first iteration.';
