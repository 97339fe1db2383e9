create or replace function sluice_private.fire_end(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;

  v_outcome.kind := 'settled';
  if v_outcome.error is not null then
    v_outcome.status := 'failed';
    v_outcome.close_status := 'failed';
    return v_outcome;
  end if;
  v_outcome.status := 'completed';
  v_outcome.ports := '{}';
  v_outcome.output := nullif(v_outcome.input -> 'output', 'null');
  if step.config ->> 'scope' <> 'branch' then
    v_outcome.close_status := step.config ->> 'status';
    v_outcome.closes_execution := step.config ->> 'scope' = 'execution';
    if v_outcome.close_status <> 'completed' then
      v_outcome.error := coalesce(
        nullif(v_outcome.input -> 'error', 'null'),
        jsonb_build_object(
          'class', 'ended', 'node_id', step.node_id,
          'message', format('ended as %s', v_outcome.close_status)
        )
      );
    end if;
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_end(sluice.workflow_steps, jsonb) is
  'What an end ends: its branch, or the execution, with which status and output.';
