/* What a container is after, everything in it is after too. */
create or replace function sluice_private.numbered_edges(
  definition jsonb,
  out sources int[],
  out targets int[]
)
language sql
immutable
begin atomic
  select
    coalesce(array_agg(source.node_no order by edge.edge_no), '{}'),
    coalesce(array_agg(target.node_no order by edge.edge_no), '{}')
  from (
    select edge.edge_no, edge.source, edge.target
    from sluice_private.definition_edges(definition) as edge
    union all
    select 0, node.parent_id, node.node_id
    from sluice_private.definition_nodes(definition) as node
    where node.parent_id is not null
  ) as edge
  inner join sluice_private.definition_nodes(definition) as source
    on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target
    on target.node_id = edge.target;
end;

comment on function sluice_private.numbered_edges(jsonb) is
  'What comes directly before what, as numbers of nodes: the edges of a definition, and each '
  'container before the nodes in it.';
