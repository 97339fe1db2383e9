create or replace function sluice_private.definition_node_ids(definition jsonb)
returns text[]
language sql
immutable
begin atomic
  select coalesce(array_agg(node.node_id order by node.node_no), '{}')
  from sluice_private.definition_nodes(definition) as node;
end;

comment on function sluice_private.definition_node_ids(jsonb) is
  'The ids of the nodes in their order: a node''s number is its place.';
