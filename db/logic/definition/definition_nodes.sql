create or replace function sluice_private.definition_nodes(definition jsonb)
returns table (node_no int, node_id text, type text, data jsonb, parent_id text)
language sql
immutable
begin atomic
  select
    node.ordinal::int,
    node.value ->> 'id',
    node.value ->> 'type',
    case jsonb_typeof(node.value -> 'data') when 'object' then node.value -> 'data' else '{}' end,
    node.value ->> 'parentId'
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'nodes') when 'array' then definition -> 'nodes' else '[]' end
  ) with ordinality as node (value, ordinal)
  where jsonb_typeof(node.value -> 'id') = 'string';
end;

comment on function sluice_private.definition_nodes(jsonb) is
  'The nodes of a definition that have an id, numbered from 1 in their order; parent_id '
  'is the container they are in.';
