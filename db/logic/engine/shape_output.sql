/* In its template the step's own output is what it has given. */
create or replace function sluice_private.shape_output(
  execution_id uuid,
  frame_id bigint,
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
  if step.output_template is null then
    return;
  end if;
  v_context := sluice_private.build_context(
    step.organization_id, execution_id, frame_id, step.output_refs, step.output_roots
  );
  v_context := v_context || jsonb_build_object(
    'steps', coalesce(nullif(v_context -> 'steps', 'null'), '{}') || jsonb_build_object(
      step.node_id, jsonb_build_object('output', given, 'status', 'completed')
    )
  );
  select rendered.value, rendered.error
  into output, error
  from sluice_private.render(
    step.output_template, step.output_slots, step.output_paths, v_context
  ) as rendered;
  if error is null and sluice_hidden.is_oversized(output) then
    error := sluice_private.oversized('its output');
  end if;
end;
$$;

comment on function sluice_private.shape_output(uuid, bigint, sluice.workflow_steps, jsonb) is
  'The output of a step: what it has given, or what its template makes of that.';
