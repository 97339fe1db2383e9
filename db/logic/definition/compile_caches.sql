create or replace function sluice_private.compile_caches(
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
begin
  update sluice.workflow_steps as step
  set
    cache_ttl = (node.data #>> '{cache,ttl}')::interval,
    result_template = compiled.template,
    result_slots = compiled.slots,
    result_paths = compiled.paths,
    roots = array(
      select distinct root from unnest(step.roots || compiled.roots) as root order by 1
    ),
    refs = array(
      select distinct ref
      from unnest(step.refs || array(
        select array_position(v_ids, ref) from unnest(compiled.refs) as ref
      )) as ref
      order by 1
    )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_result(
    node.type, node.data, v_ids, named.outer_names
  ) as compiled
  where node.type = 'action'
    and node.data ? 'cache'
    and step.organization_id = compile_caches.organization_id
    and step.version_id = compile_caches.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_caches(uuid, uuid, jsonb) is
  'Completes the steps of a version whose results are kept.';
