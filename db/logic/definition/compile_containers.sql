create or replace function sluice_private.compile_containers(
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
    config = step.config || jsonb_build_object('entries', inside.entries)
      || case when node.data -> 'compensate' = 'true' then jsonb_build_object(
        'compensate', case when around.is_inside then 'inner' else 'outermost' end
      ) else '{}' end,
    result_template = compiled.template,
    result_slots = compiled.slots,
    result_paths = compiled.paths,
    result_refs = array(
      select distinct array_position(v_ids, ref) from unnest(compiled.refs) as ref order by 1
    ),
    result_roots = coalesce(compiled.roots, '{}'),
    repeat_until = compiled.repeat_until
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_result(
    node.type, node.data, v_ids, named.inner_names
  ) as compiled
  inner join (
    select child.parent_id, jsonb_agg(child.node_no order by child.node_no) as entries
    from sluice_private.definition_nodes(definition) as child
    left join sluice_private.definition_edges(definition) as edge on edge.target = child.node_id
    where edge.target is null and child.parent_id is not null
    group by child.parent_id
  ) as inside on inside.parent_id = node.node_id
  inner join sluice_private.compensated_nodes(definition) as around
    on around.node_id = node.node_id
  where step.organization_id = compile_containers.organization_id
    and step.version_id = compile_containers.version_id
    and step.step_no = node.node_no;

  update sluice.workflow_steps as step
  set takes_turns = true
  from sluice_private.definition_nodes(definition) as child
  inner join sluice_private.definition_nodes(definition) as node
    on node.node_id = child.parent_id
  where step.organization_id = compile_containers.organization_id
    and step.version_id = compile_containers.version_id
    and step.step_no = child.node_no
    and node.type = 'group'
    and node.data ->> 'order' = 'one_at_a_time';
end;
$$;

comment on function sluice_private.compile_containers(uuid, uuid, jsonb) is
  'Completes the steps of a version that are containers, where an iteration enters and what it '
  'gives, and those in groups that run them one at a time.';
