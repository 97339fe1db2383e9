create or replace function sluice_private.problems_of_graph(definition jsonb)
returns setof sluice.definition_problem
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids text[] := array(
    select node.node_id from sluice_private.definition_nodes(definition) as node order by node.node_no
  );
  v_sources int[];
  v_targets int[];
  v_order int[];
begin
  return query
  select p.*
  from (
    select node.node_id
    from sluice_private.definition_nodes(definition) as node
    group by node.node_id
    having count(*) > 1
  ) as node
  cross join lateral sluice_private.problem(
    'duplicate_id', node.node_id, null, 'is the id of several nodes', 'Give each node its own id.'
  ) as p;

  return query
  select p.*
  from sluice_private.definition_edges(definition) as edge
  cross join lateral sluice_private.problem(
    'missing_node', null, edge.place, format('leads from %s to %s, and one of them does not exist',
      edge.source, edge.target), 'Remove the edge, or add the node.'
  ) as p
  where not (edge.source = any (v_ids) and edge.target = any (v_ids));
  if found then
    return;
  end if;

  select array_agg(source.node_no order by edge.edge_no), array_agg(target.node_no order by edge.edge_no)
  into v_sources, v_targets
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target;
  v_order := sluice_private.topological_order(
    cardinality(v_ids), coalesce(v_sources, '{}'), coalesce(v_targets, '{}')
  );
  if cardinality(v_order) < cardinality(v_ids) then
    return next sluice_private.problem(
      'cycle', null, '$.edges',
      format('edges form a cycle at or before %s', array(
        select v_ids[n] from generate_series(1, cardinality(v_ids)) as n
        where n <> all (v_order) limit 10
      )),
      'Remove the edge that leads back.'
    );
  end if;

  return query
  select p.*
  from sluice_private.definition_nodes(definition) as node
  inner join (
    values
      (true, 'trigger_has_input', 'is a trigger, and an edge leads to it',
        'Remove the edge: a trigger is where a workflow begins.'),
      (false, 'unreachable', 'is reached by no edge',
        'Connect it, or remove it: only triggers may lack an incoming edge.')
  ) as fault (is_trigger, code, message, hint) on fault.is_trigger = (node.type = 'trigger')
  cross join lateral sluice_private.problem(
    fault.code, node.node_id, null, fault.message, fault.hint
  ) as p
  where (node.type = 'trigger') = exists (
    select from sluice_private.definition_edges(definition) as edge
    where edge.target = node.node_id
  );
  if not exists (
    select from sluice_private.definition_nodes(definition) as node where node.type = 'trigger'
  ) then
    return next sluice_private.problem(
      'no_trigger', null, '$.nodes', 'has no trigger', 'Add a node of type trigger.'
    );
  end if;
end;
$$;

comment on function sluice_private.problems_of_graph(jsonb) is
  'Duplicate ids, edges to nowhere, cycles, unreachable nodes, triggers that are not entries.';
