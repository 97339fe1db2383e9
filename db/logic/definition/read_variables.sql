create or replace function sluice_private.read_variables(organization_id uuid, version_id uuid)
returns table (node_id text, name text)
language sql
stable
begin atomic
  select used.node_id, variable.name
  from (
    select step.node_id,
      unnest(
        step.input_paths || step.run_if || step.result_paths || step.output_paths
        || step.repeat_until || step.limit_paths
      ) as path
    from sluice.workflow_steps as step
    where step.organization_id = read_variables.organization_id
      and step.version_id = read_variables.version_id
      and ('vars' = any (step.roots) or step.type in ('foreach', 'loop')
        or step.output_template is not null)
    union all
    select null, unnest(version.limit_paths)
    from sluice.workflow_versions as version
    where version.organization_id = read_variables.organization_id
      and version.id = read_variables.version_id
    union all
    select source.node_id, edge.guard
    from sluice.workflow_edges as edge
    cross join lateral (
      select step.node_id
      from sluice.workflow_steps as step
      where step.organization_id = edge.organization_id
        and step.version_id = edge.version_id
        and step.step_no = edge.source
      offset 0
    ) as source
    where edge.organization_id = read_variables.organization_id
      and edge.version_id = read_variables.version_id
      and edge.guard is not null
  ) as used
  cross join lateral sluice_private.variables_in(used.path) as variable (name);
end;

comment on function sluice_private.read_variables(uuid, uuid) is
  'The variables that a version reads, and where; a null name is a read of all of them.';
