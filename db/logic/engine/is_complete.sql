/* What has been collected is read only where the condition says so: it may be long. */
create or replace function sluice_private.is_complete(
  container sluice_private.containers,
  step sluice.workflow_steps
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb := sluice_private.build_context(
    container.organization_id, container.execution_id, container.frame_id, step.result_refs,
    step.result_roots
  );
  v_known sluice.workflow_steps := step;
begin
  if strpos(step.repeat_until::text, '"items"') = 0 then
    v_known.result_template := null;
  end if;
  return jsonb_path_match_tz(
    v_context || jsonb_build_object(
      'steps', coalesce(nullif(v_context -> 'steps', 'null'), '{}') || jsonb_build_object(
        step.node_id, jsonb_build_object(
          'output', sluice_private.container_output(container, v_known, null)
        )
      )
    ),
    step.repeat_until, '{}', true
  ) is true;
end;
$$;

comment on function sluice_private.is_complete(
  sluice_private.containers, sluice.workflow_steps
) is
  'Whether the condition of a foreach holds for what has ended of it so far.';
