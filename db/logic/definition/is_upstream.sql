create or replace function sluice_private.is_upstream(definition jsonb, ancestor text, node text)
returns boolean
language sql
immutable
begin atomic
  with recursive edges as materialized (
    select edge.source, edge.target
    from sluice_private.definition_edges(is_upstream.definition) as edge
  ),
  upstream (node_id) as (
    select edges.source
    from edges
    where edges.target = is_upstream.node
    union
    select edges.source
    from upstream
    inner join edges on edges.target = upstream.node_id
  )
  select exists (select from upstream where upstream.node_id = is_upstream.ancestor);
end;

comment on function sluice_private.is_upstream(jsonb, text, text) is
  'Whether a path of edges leads from the ancestor to the node.';
