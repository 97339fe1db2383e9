create or replace function sluice_private.items_fault(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  items jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_none sluice_private.containers;
begin
  if jsonb_typeof(items) is distinct from 'array' then
    return jsonb_build_object(
      'class', 'expression', 'code', 'SLEXP', 'retryable', false,
      'message', format('items is no list but %s', jsonb_typeof(items)),
      'hint', 'Give a list; an object becomes one by the filter values.'
    );
  elsif jsonb_array_length(items) > 0 then
    return null;
  elsif jsonb_typeof(step.config -> 'completion') = 'number' then
    return jsonb_build_object(
      'class', 'incomplete', 'retryable', false, 'message',
      format('there are no items, %s were needed', step.config -> 'completion')
    );
  end if;
  v_none.organization_id := fired.organization_id;
  v_none.execution_id := fired.execution_id;
  v_none.frame_id := fired.frame_id;
  v_none.step_no := step.step_no;
  v_none.total := 0;
  v_none.completed := 0;
  v_none.failed := 0;
  if step.repeat_until is not null and not sluice_private.is_complete(v_none, step) then
    return jsonb_build_object(
      'class', 'incomplete', 'retryable', false,
      'message', 'there are no items, and the completion does not hold'
    );
  end if;
  return null;
end;
$$;

comment on function sluice_private.items_fault(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'Why a foreach cannot run over this: it is no list, or an empty one is not enough.';
