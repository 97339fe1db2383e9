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
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source
    on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target
    on target.node_id = edge.target;
end;

comment on function sluice_private.numbered_edges(jsonb) is
  'The edges of a definition as numbers of nodes.';
