create or replace function sluice_private.problems_of_edges(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'duplicate_id', node.node_id, null, 'is the id of several nodes', 'Give each node its own id.'
  )
  from sluice_private.definition_nodes(definition) as node
  group by node.node_id
  having count(*) > 1
  union all
  select sluice_private.problem(
    'duplicate_id', null, '$.edges', format('edge id %s is used several times', edge.edge_id),
    'Give each edge its own id.'
  )
  from sluice_private.definition_edges(definition) as edge
  group by edge.edge_id
  having count(*) > 1
  union all
  select sluice_private.problem(
    'missing_node', null, edge.place,
    format('leads from %s to %s, and one of them does not exist', edge.source, edge.target),
    'Remove the edge, or add the node.'
  )
  from sluice_private.definition_edges(definition) as edge
  where edge.source not in (
      select node.node_id from sluice_private.definition_nodes(definition) as node
    )
    or edge.target not in (
      select node.node_id from sluice_private.definition_nodes(definition) as node
    );
end;

comment on function sluice_private.problems_of_edges(jsonb) is
  'Ids that are used twice, and edges that lead nowhere.';
