/* Security definer: the compiler lives in sluice_private. */
create or replace function sluice.validate_definition(
  definition jsonb,
  workflow_id uuid default null
)
returns setof sluice.definition_problem
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select p.*
  from sluice_private.problems_of(
    coalesce(
      (
        select workflow.organization_id
        from sluice.workflows as workflow
        where workflow.id = validate_definition.workflow_id
          and sluice_hidden.can_see(workflow.organization_id)
      ),
      (
        select current.id
        from (values (sluice_hidden.current_organization_id())) as current (id)
        where sluice_hidden.can_see(current.id)
      )
    ),
    workflow_id,
    definition
  ) as p;
end;
$$;

comment on function sluice.validate_definition(jsonb, uuid) is
  'Every problem of a definition, whatever JSON it is: errors that publish refuses, and warnings. '
  'The workflow that it is of may call itself. Workflows and calendars that it names are looked '
  'up in the organization of that workflow, or else the active one; without either they are '
  'not.';
grant execute on function sluice.validate_definition(jsonb, uuid) to sluice_member, sluice_admin;
