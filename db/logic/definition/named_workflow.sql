create or replace function sluice_private.named_workflow(organization_id uuid, reference text)
returns sluice.workflows
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows;
begin
  if reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    select w.*
    into v_workflow
    from sluice.workflows as w
    where w.organization_id = named_workflow.organization_id and w.id = reference::uuid;
  end if;
  if v_workflow.id is null then
    select w.*
    into v_workflow
    from sluice.workflows as w
    where w.organization_id = named_workflow.organization_id and w.name = reference;
  end if;
  return v_workflow;
end;
$$;

comment on function sluice_private.named_workflow(uuid, text) is
  'The workflow of an organization with this id, or else with this name; null where there is none.';
