create or replace function sluice_private.definition_edges(definition jsonb)
returns table (
  edge_no int, edge_id text, source text, target text, port text, guard jsonb, place text
)
language sql
immutable
begin atomic
  select
    edge.ordinal::int,
    coalesce(edge.value ->> 'id', 'edge-' || edge.ordinal),
    edge.value ->> 'source',
    edge.value ->> 'target',
    coalesce(edge.value ->> 'sourceHandle', 'main'),
    edge.value -> 'data' -> 'when',
    '$.edges[' || (edge.ordinal - 1) || ']'
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  where jsonb_typeof(edge.value) = 'object';
end;

comment on function sluice_private.definition_edges(jsonb) is
  'The edges of a definition, numbered from 1 in their order; no sourceHandle means main.';
