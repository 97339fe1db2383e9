create or replace function sluice_private.problems_of_ports(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'unknown_port', node.node_id, edge.place,
    format('leaves port %s, which the node does not have', edge.port),
    case node.type
      when 'choice' then 'A choice has no default port: give sourceHandle one of its cases'' ports.'
      when 'end' then 'Nothing follows an end: remove the edge.'
      else format('Its ports are %s.', array_to_string(ports.names, ', '))
    end
  )
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as node on node.node_id = edge.source
  cross join lateral (
    select sluice_private.node_ports(node.type, node.data) as names offset 0
  ) as ports
  where node.type in (select known.type from sluice_private.node_fields() as known)
    and not edge.port = any (ports.names)
    and not (edge.port ~ '^error:[a-z][a-z0-9_.]*$' and 'error' = any (ports.names))
  union all
  select sluice_private.problem(
    'missing_error_edge', node.node_id, 'data.on_error', 'is branch, and no edge leaves port error',
    'Connect the port error, or choose fail or continue.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.data ->> 'on_error' = 'branch'
    and not exists (
      select from sluice_private.definition_edges(definition) as edge
      where edge.source = node.node_id and edge.port ~ '^error(:|$)'
    )
  union all
  select sluice_private.problem(
    'unconnected_port', node.node_id, null, format('has port %s, and no edge leaves it', port.name),
    'When that port opens the branch simply ends.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral unnest(sluice_private.node_ports(node.type, node.data)) as port (name)
  where (node.type = 'choice' and port.name <> 'error'
      or node.type = 'wait' and port.name = 'timeout')
    and not exists (
      select from sluice_private.definition_edges(definition) as edge
      where edge.source = node.node_id and edge.port = port.name
    );
end;

comment on function sluice_private.problems_of_ports(jsonb) is
  'Edges from ports that do not exist, error policies without their edge, ports left open.';
