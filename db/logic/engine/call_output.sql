/* In its template the step's own output is what the child gave. */
create or replace function sluice_private.call_output(
  call sluice_private.settled_step,
  step sluice.workflow_steps,
  given jsonb,
  out output jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb;
begin
  output := given;
  if step.result_template is null then
    return;
  end if;
  v_context := sluice_private.build_context(
    call.organization_id, call.execution_id, call.frame_id, step.result_refs,
    '{trigger,vars,execution,workflow,organization,now}'
  );
  v_context := v_context || jsonb_build_object(
    'steps', coalesce(nullif(v_context -> 'steps', 'null'), '{}') || jsonb_build_object(
      step.node_id, jsonb_build_object('output', given, 'status', 'completed')
    )
  );
  select rendered.value, rendered.error
  into output, error
  from sluice_private.render(
    step.result_template, step.result_slots, step.result_paths, v_context
  ) as rendered;
  if error is null and sluice_hidden.is_oversized(output) then
    error := sluice_private.oversized('its output');
  end if;
end;
$$;

comment on function sluice_private.call_output(
  sluice_private.settled_step, sluice.workflow_steps, jsonb
) is
  'The output of a call: what it was given, or what its template makes of that.';
