create or replace function sluice_private.problems_of_nesting(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  with recursive nested (node_id, parent_id, depth) as (
    select node.node_id, node.parent_id, 0
    from sluice_private.definition_nodes(definition) as node
    where node.parent_id is null
    union all
    select node.node_id, node.parent_id, nested.depth + 1
    from nested
    inner join sluice_private.definition_nodes(definition) as node
      on node.parent_id = nested.node_id
    where nested.depth < 21
  )
  select sluice_private.problem(
    'bad_parent', node.node_id, 'parentId',
    case
      when parent.node_id is null then format('%s does not exist', node.parent_id)
      when parent.type not in ('foreach', 'loop', 'group')
        then format('%s is no container', node.parent_id)
      when node.type = 'trigger' then 'is a trigger, and stands in a container'
      else 'is in itself, or more than 20 containers deep'
    end,
    'A parentId names a node of type foreach, loop or group; triggers stand outside.'
  )
  from sluice_private.definition_nodes(definition) as node
  left join sluice_private.definition_nodes(definition) as parent
    on parent.node_id = node.parent_id
  left join nested on nested.node_id = node.node_id and nested.depth <= 20
  where node.parent_id is not null
    and (parent.node_id is null
      or parent.type not in ('foreach', 'loop', 'group')
      or node.type = 'trigger'
      or nested.node_id is null)
  union all
  select sluice_private.problem(
    'crosses_scopes', source.node_id, edge.place,
    format('leads from %s to %s, and they are not in the same container', edge.source, edge.target),
    'Connect the container instead: edges stay inside one.'
  )
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target
  where source.parent_id is distinct from target.parent_id
  union all
  select sluice_private.problem(
    'empty_container', node.node_id, null, 'has no node in it',
    'Give it children: nodes whose parentId is its id.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type in ('foreach', 'loop', 'group')
    and not exists (
      select from sluice_private.definition_nodes(definition) as child
      where child.parent_id = node.node_id
    );
end;

comment on function sluice_private.problems_of_nesting(jsonb) is
  'Nodes whose parent is no container, edges that cross the border of one, empty containers.';
