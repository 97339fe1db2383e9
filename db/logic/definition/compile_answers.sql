create or replace function sluice_private.compile_answers(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
  update sluice.workflow_steps as step
  set answers = (
    select jsonb_object_agg(answer.value, jsonb_build_object(
      'port', answer.port,
      'output', jsonb_build_object('ports', jsonb_build_array(answer.port)),
      'verdicts', jsonb_build_object(
        'cases', jsonb_build_array(jsonb_build_object(
          'port', step.config -> 'ports' -> 0, 'when', step.input_paths[1]::text,
          'answer', answer.value::jsonb
        )),
        'values', jsonb_build_object(step.reads[1]::text, null)
      ) || coalesce(
        step.follower_edges -> 'open' -> answer.port, step.follower_edges -> 'shut', '{}'
      )
    ))
    from (values
      ('true', step.config -> 'ports' ->> 0), ('false', step.config ->> 'default'),
      ('null', step.config ->> 'default')
    ) as answer (value, port)
  )
  where step.organization_id = compile_answers.organization_id
    and step.version_id = compile_answers.version_id
    and step.type = 'choice'
    and step.follower is not null
    and step.run_if is null
    and not step.is_disabled
    and (cardinality(step.input_paths), cardinality(step.reads)) = (1, 1)
    and step.config ->> 'default' is not null;
end;
$$;

comment on function sluice_private.compile_answers(uuid, uuid) is
  'Writes down the verdicts of choices of rows that have one case and read one value, by what the '
  'case answers.';
