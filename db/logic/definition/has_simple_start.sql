create or replace function sluice_private.has_simple_start(organization_id uuid, version_id uuid)
returns boolean
language sql
stable
begin atomic
  select version.timeout is null and count(*) = 1 and not bool_or(step.is_referenced)
  from sluice.workflow_versions as version
  inner join sluice.workflow_steps as step
    on step.organization_id = version.organization_id
    and step.version_id = version.id
    and step.type = 'trigger'
  where version.organization_id = has_simple_start.organization_id
    and version.id = has_simple_start.version_id
  group by version.timeout;
end;

comment on function sluice_private.has_simple_start(uuid, uuid) is
  'Whether a version has one trigger, of which nothing has to be kept, and no deadline.';
