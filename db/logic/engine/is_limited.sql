create or replace function sluice_private.is_limited(version sluice.workflow_versions)
returns boolean
language sql
stable
return version.limits is not null or exists (
  select from sluice.workflow_limits as known
  where known.organization_id = version.organization_id and known.provider is null
);

comment on function sluice_private.is_limited(sluice.workflow_versions) is
  'Whether executions of a version begin only when admission lets them.';
