create or replace function sluice_private.definition_actions(definition jsonb)
returns table (node_id text, place text, data jsonb)
language sql
immutable
begin atomic
  select node.node_id, 'data.', node.data
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action'
  union all
  select node.node_id, 'data.compensate.', node.data -> 'compensate'
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action' and jsonb_typeof(node.data -> 'compensate') = 'object';
end;

comment on function sluice_private.definition_actions(jsonb) is
  'Every place of a definition that names an action, with its input and its retry policy.';
