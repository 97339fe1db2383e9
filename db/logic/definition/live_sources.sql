/* A cycle is left by its loop, over an edge that has the id of the node which notes it; the
   edge to that node is the one that was drawn. */
create or replace function sluice_private.live_sources(definition jsonb)
returns table (node_id text, edge_id text, source text, origin text)
language sql
immutable
begin atomic
  with recursive edges as materialized (
    select edge.edge_id, edge.source, edge.target, source.data ? 'drawn' as is_drawn
    from sluice_private.definition_edges(definition) as edge
    inner join sluice_private.definition_nodes(definition) as source
      on source.node_id = edge.source
  ),
  traced (node_id, edge_id, source, via, origin, is_drawn) as (
    select edge.target, edge.edge_id, edge.source, edge.edge_id, edge.source, edge.is_drawn
    from edges as edge
    inner join sluice_private.definition_nodes(definition) as node
      on node.node_id = edge.target and node.type = 'join'
    union all
    select t.node_id, t.edge_id, t.source, edge.edge_id, edge.source, edge.is_drawn
    from traced as t
    inner join edges as edge on edge.target = t.via
    where t.is_drawn
  )
  select t.node_id, t.edge_id, t.source, t.origin from traced as t where not t.is_drawn;
end;

comment on function sluice_private.live_sources(jsonb) is
  'The edges that lead to nodes of type join, in a definition whose cycles have become loops: '
  'the step that each leaves, and the step whose output it stands for.';
