create or replace function sluice_private.retention_of(organization_id uuid, workflow_id uuid)
returns interval
language sql
stable
begin atomic
  select coalesce(
    (
      select version.retention
      from sluice.workflows as workflow
      inner join sluice.workflow_versions as version
        on version.organization_id = workflow.organization_id
        and version.id = workflow.live_version_id
      where workflow.organization_id = retention_of.organization_id
        and workflow.id = retention_of.workflow_id
    ),
    (select o.retention from sluice.organizations as o where o.id = retention_of.organization_id),
    sluice_private.default_retention()
  );
end;

comment on function sluice_private.retention_of(uuid, uuid) is
  'How long the finished executions of a workflow are kept.';
