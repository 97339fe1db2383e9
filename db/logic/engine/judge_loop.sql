create or replace function sluice_private.judge_loop(
  container sluice_private.containers,
  step sluice.workflow_steps,
  ended sluice_private.ended_iteration,
  out status text,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if ended.is_last or (
    cardinality(step.input_paths) = 1 and jsonb_path_match_tz(
      sluice_private.build_context(
        container.organization_id, container.execution_id, container.frame_id, step.refs,
        step.roots
      ) || jsonb_build_object(
        'item', coalesce(ended.result, 'null'), 'index', container.ended
      ),
      step.input_paths[1], '{}', true
    ) is not true
  ) then
    status := 'completed';
  elsif container.ended = container.total then
    status := 'failed';
    error := jsonb_build_object(
      'class', 'max_iterations', 'retryable', false,
      'message', format('did not end within %s iterations', container.total)
    );
  end if;
end;
$$;

comment on function sluice_private.judge_loop(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration
) is
  'Whether a loop has ended with this iteration; a null status: it goes on.';
