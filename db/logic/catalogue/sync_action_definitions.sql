create or replace function sluice_private.sync_action_definitions(definitions jsonb)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  insert into sluice.workflow_action_definitions (
    organization_id, name, title, description, runs, input_schema, output_schema,
    retry
  )
  select
    '00000000-0000-0000-0000-000000000000', action.name, action.title, action.description,
    'worker', action.input_schema, action.output_schema, coalesce(action.retry, '{}')
  from jsonb_to_recordset(definitions) as action (
    name text, title text, description text, input_schema jsonb, output_schema jsonb,
    retry jsonb
  )
  on conflict on constraint workflow_action_definitions_pkey do update
  set
    title = excluded.title,
    description = excluded.description,
    input_schema = excluded.input_schema,
    output_schema = excluded.output_schema,
    retry = excluded.retry
  where (workflow_action_definitions.title, workflow_action_definitions.description,
      workflow_action_definitions.input_schema, workflow_action_definitions.output_schema,
      workflow_action_definitions.retry)
    is distinct from
      (excluded.title, excluded.description, excluded.input_schema, excluded.output_schema,
      excluded.retry);
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.sync_action_definitions(jsonb) is
  'Writes the built-in worker actions [{ name, title, description, input_schema, output_schema '
  '}]; says how many changed.';
grant execute on function sluice_private.sync_action_definitions(jsonb) to sluice_worker;
