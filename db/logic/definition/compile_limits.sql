/* An id that could be taken for more than itself is quoted in a key. */
create or replace function sluice_private.compile_limits(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
  v_workflow_id uuid := (
    select version.workflow_id
    from sluice.workflow_versions as version
    where version.organization_id = compile_limits.organization_id
      and version.id = compile_limits.version_id
  );
begin
  update sluice.workflow_versions as version
  set limits = made.compiled, limit_paths = made.paths
  from sluice_private.compile_limit_rules(
    compile_limits.definition #> '{settings,limits}', 'workflow:' || v_workflow_id, 'limits', '{}',
    '{}'
  ) as made
  where version.organization_id = compile_limits.organization_id
    and version.id = compile_limits.version_id
    and compile_limits.definition #>> '{settings,limits}' <> '[]';

  update sluice.workflow_steps as step
  set
    limits = made.compiled,
    limit_paths = made.paths,
    roots = array(
      select distinct root from unnest(step.roots || made.roots) as root order by 1
    ),
    refs = array(
      select distinct ref
      from unnest(step.refs || array(
        select array_position(v_ids, ref) from unnest(made.refs) as ref
      )) as ref
      order by 1
    )
  from sluice_private.definition_nodes(compile_limits.definition) as node
  inner join sluice_private.item_names(compile_limits.definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_limit_rules(
    node.data -> 'limits',
    format(
      'step:%s/%s', v_workflow_id,
      case when node.node_id ~ '[/:"]' then to_jsonb(node.node_id)::text else node.node_id end
    ),
    'limits', v_ids, named.outer_names
  ) as made
  where node.type = 'action'
    and node.data ? 'limits'
    and step.organization_id = compile_limits.organization_id
    and step.version_id = compile_limits.version_id
    and step.step_no = node.node_no
    and step.runs = 'worker';

  update sluice.workflow_steps as step
  set priority = (node.data ->> 'priority')::smallint
  from sluice_private.definition_nodes(compile_limits.definition) as node
  where node.type = 'action'
    and node.data ? 'priority'
    and step.organization_id = compile_limits.organization_id
    and step.version_id = compile_limits.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_limits(uuid, uuid, jsonb) is
  'Completes a version with its limits, and its steps with theirs and their priorities.';
