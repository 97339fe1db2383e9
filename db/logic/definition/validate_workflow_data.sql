create or replace function sluice.validate_workflow_data(
  workflow_data jsonb,
  out is_valid boolean,
  out errors text[]
)
language sql
stable
begin atomic
  select
    count(*) = 0,
    coalesce(array_agg(concat_ws(' ', problem.node_id, problem.path, problem.message)), '{}')
  from sluice.validate_definition(workflow_data) as problem
  where problem.severity = 'error';
end;

comment on function sluice.validate_workflow_data(jsonb) is
  'Whether publishing would accept a definition, and every error as a text; see '
  'validate_definition, which says more.';
grant execute on function sluice.validate_workflow_data(jsonb) to sluice_member, sluice_admin;
