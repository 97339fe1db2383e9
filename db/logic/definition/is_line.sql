create or replace function sluice_private.is_line(organization_id uuid, version_id uuid)
returns boolean
language sql
stable
begin atomic
  select bool_and(step.type in ('trigger', 'action', 'wait') and step.in_degree <= 1)
    and not exists (
      select
      from sluice.workflow_edges as edge
      where edge.organization_id = is_line.organization_id
        and edge.version_id = is_line.version_id
      group by edge.source
      having count(*) > 1
    )
    and exists (
      select
      from sluice.workflow_versions as version
      where version.organization_id = is_line.organization_id
        and version.id = is_line.version_id
        and version.timeout is null
    )
  from sluice.workflow_steps as step
  where step.organization_id = is_line.organization_id
    and step.version_id = is_line.version_id;
end;

comment on function sluice_private.is_line(uuid, uuid) is
  'Whether one action at most can be under way in an execution of a version, and nothing else.';
