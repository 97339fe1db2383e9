create or replace function sluice_private.variables_of(organization_id uuid, workflow_id uuid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_object_agg(
      variable.name, variable.value order by variable.workflow_id nulls first
    )
    from sluice.workflow_variables as variable
    where variable.organization_id = variables_of.organization_id
      and (variable.workflow_id is null or variable.workflow_id = variables_of.workflow_id)
  );
end;
$$;

comment on function sluice_private.variables_of(uuid, uuid) is
  'What expressions of a workflow read as vars; its own variables win over the organization''s.';
