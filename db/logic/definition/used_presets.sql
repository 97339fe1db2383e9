create or replace function sluice_private.used_presets(definition jsonb)
returns table (node_no int, node_id text, type text, data jsonb, primitive text, fold text)
language sql
immutable
begin atomic
  with nodes as materialized (
    select node.*, sluice_private.preset_of(
      node.type, node.data,
      node.type = 'webhook' and exists (
        select from sluice_private.definition_edges(definition) as edge
        where edge.target = node.node_id
      )
    ) as preset
    from sluice_private.definition_nodes(definition) as node
  )
  select node.node_no, node.node_id, node.type, known.given || node.data, known.primitive,
    known.fold
  from nodes as node
  inner join sluice_private.node_presets() as known on known.type = node.preset;
end;

comment on function sluice_private.used_presets(jsonb) is
  'The nodes of a definition that are presets, with the data that they have as primitives, not '
  'unfolded yet.';
