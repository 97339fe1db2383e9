create or replace function sluice_private.problems_of_shape(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'shape', null, '$', 'is not an object', 'Give { "nodes": […], "edges": […] }.'
  )
  where jsonb_typeof(definition) is distinct from 'object'
  union all
  select sluice_private.problem(
    'shape', null, '$.' || part.key, format('must be %s', part.kind),
    'Give { "nodes": […], "edges": […], "settings": {…} }.'
  )
  from (values ('nodes', 'array'), ('edges', 'array'), ('settings', 'object')) as part (key, kind)
  where jsonb_typeof(definition) = 'object'
    and coalesce(jsonb_typeof(definition -> part.key), part.kind) <> part.kind
  union all
  select sluice_private.problem(
    'unknown_key', null, '$.' || key, 'is not part of a definition',
    'Remove it; known are nodes, edges, settings and viewport.'
  )
  from jsonb_object_keys(
    case jsonb_typeof(definition) when 'object' then definition else '{}' end
  ) as key where key not in ('nodes', 'edges', 'settings', 'viewport')
  union all
  select sluice_private.problem(
    'too_large', null, '$', 'has too many characters, nodes, edges or levels',
    'At most 5,000,000 characters, 20,000 nodes, 50,000 edges, 500 levels: split it up.'
  )
  where length(definition::text) > 5000000 or jsonb_path_exists(definition, '$.**{501}')
    or (select count(*) from sluice_private.definition_nodes(definition)) > 20000
    or (select count(*) from sluice_private.definition_edges(definition)) > 50000
  union all
  select sluice_private.problem(
    'shape', node.value ->> 'id', format('$.nodes[%s]', node.ordinal - 1),
    'needs an id of 1 to 128 characters, a type, data that is an object, a parentId that is a text',
    'Give { "id": "…", "type": "…", "position": …, "data": {…} }.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'nodes') when 'array' then definition -> 'nodes' else '[]' end
  ) with ordinality as node (value, ordinal)
  where jsonb_typeof(node.value) <> 'object'
    or jsonb_typeof(node.value -> 'id') is distinct from 'string'
    or length(node.value ->> 'id') not between 1 and 128
    or jsonb_typeof(node.value -> 'type') is distinct from 'string'
    or coalesce(jsonb_typeof(node.value -> 'data'), 'object') <> 'object'
    or coalesce(jsonb_typeof(node.value -> 'parentId'), 'string') <> 'string'
  union all
  select sluice_private.problem(
    'shape', null, format('$.edges[%s]', edge.ordinal - 1),
    'needs a source and a target; sourceHandle is a string, data an object',
    'Give { "id": "…", "source": "…", "target": "…" }.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  where jsonb_typeof(edge.value) <> 'object'
    or jsonb_typeof(edge.value -> 'source') is distinct from 'string'
    or jsonb_typeof(edge.value -> 'target') is distinct from 'string'
    or coalesce(jsonb_typeof(edge.value -> 'sourceHandle'), 'null') not in ('string', 'null')
    or coalesce(jsonb_typeof(edge.value -> 'data'), 'object') not in ('object', 'null');
end;

comment on function sluice_private.problems_of_shape(jsonb) is
  'What keeps a JSON value from being read as a definition at all.';
