/* R9: the nodes on a path from the immediate dominator of a join to the join, both exclusive.
   An iteration begins at nodes without predecessors, as the root begins at triggers. */
create or replace function sluice_private.compile_regions(
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
  v_sources int[];
  v_targets int[];
  v_idom int[];
  v_join record;
begin
  if not jsonb_path_exists(definition, '$.nodes[*].data.join ? (@.rest == "cancel")') then
    return;
  end if;
  select array_agg(source.node_no), array_agg(target.node_no)
  into v_sources, v_targets
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target;
  v_idom := sluice_private.immediate_dominators(
    cardinality(sluice_private.definition_node_ids(definition)), v_sources, v_targets
  );
  for v_join in
    select node.node_no
    from sluice_private.definition_nodes(definition) as node
    where node.data #>> '{join,rest}' = 'cancel'
  loop
    update sluice.workflow_steps as step
    set join_region = array(
      with recursive above (node_no) as (
        select edge.source
        from unnest(v_sources, v_targets) as edge (source, target)
        where edge.target = v_join.node_no and edge.source <> v_idom[v_join.node_no]
        union
        select edge.source
        from above
        inner join unnest(v_sources, v_targets) as edge (source, target)
          on edge.target = above.node_no
        where edge.source <> v_idom[v_join.node_no]
      )
      select above.node_no
      from above
      inner join sluice_private.definition_nodes(definition) as node
        on node.node_no = above.node_no
      where node.type <> 'trigger'
      order by 1
    )
    where step.organization_id = compile_regions.organization_id
      and step.version_id = compile_regions.version_id
      and step.step_no = v_join.node_no;
  end loop;
end;
$$;

comment on function sluice_private.compile_regions(uuid, uuid, jsonb) is
  'Notes for each quorum that cancels the rest which steps these are.';
