create or replace function sluice_private.has_early_joins(organization_id uuid, version_id uuid)
returns boolean
language sql
stable
return exists (
  select
  from sluice.workflow_steps as step
  where step.organization_id = has_early_joins.organization_id
    and step.version_id = has_early_joins.version_id
    and step.join_kind <> 'any'
);

comment on function sluice_private.has_early_joins(uuid, uuid) is
  'Whether a join of a version may be decided before all of its edges are.';
