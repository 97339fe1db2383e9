create or replace function sluice_private.problems_of_cycle_ids(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'duplicate_id', taken.node_id, 'id',
    format('%s is the id of a step of a cycle', taken.id), 'Give it another id.'
  )
  from (
    select node.node_id, unnest(array[
      node.node_id,
      case when node.type = 'action' and node.data ? 'compensate'
        then node.node_id || ':compensate' end
    ]) as id
    from sluice_private.definition_nodes(definition) as node
    where starts_with(node.node_id, 'cycle:')
  ) as taken
  where taken.id in (
    select unnest(array[
      'cycle:' || edge.leaves, format('cycle:%s:again', edge.leaves), edge.exit_id
    ])
    from sluice_private.edges_of_cycles(definition) as edge
    where edge.leads_back or edge.exit_id is not null
  );
end;

comment on function sluice_private.problems_of_cycle_ids(jsonb) is
  'Nodes with the id of a loop that a cycle becomes, or of a step that notes its edges.';
