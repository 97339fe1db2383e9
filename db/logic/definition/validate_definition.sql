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
    (
      select id from unnest(sluice_hidden.my_organization_ids()) as id
      where id = sluice_hidden.current_organization_id()
    ),
    workflow_id,
    definition
  ) as p;
end;
$$;

comment on function sluice.validate_definition(jsonb, uuid) is
  'Every problem of a definition, whatever JSON it is: errors that publish refuses, and warnings. '
  'The workflow that it is of may call itself.';
grant execute on function sluice.validate_definition(jsonb, uuid) to sluice_member, sluice_admin;
