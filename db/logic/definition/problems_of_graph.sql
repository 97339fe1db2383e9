create or replace function sluice_private.problems_of_graph(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(fault.code, node.node_id, null, fault.message, fault.hint)
  from sluice_private.definition_nodes(definition) as node
  inner join (
    values
      (true, 'trigger_has_input', 'is a trigger, and an edge leads to it',
        'Remove the edge: a trigger is where a workflow begins.'),
      (false, 'unreachable', 'is reached by no edge',
        'Connect it, or remove it: only triggers may lack an incoming edge.')
  ) as fault (is_trigger, code, message, hint) on fault.is_trigger = (node.type = 'trigger')
  left join (
    select distinct edge.target from sluice_private.definition_edges(definition) as edge
  ) as incoming on incoming.target = node.node_id
  where fault.is_trigger = (incoming.target is not null)
    and (fault.is_trigger or node.parent_id is null)
  union all
  select sluice_private.problem(
    'no_trigger', null, '$.nodes', 'has no trigger', 'Add a node of type trigger.'
  )
  where not exists (
    select from sluice_private.definition_nodes(definition) as node where node.type = 'trigger'
  );
end;

comment on function sluice_private.problems_of_graph(jsonb) is
  'Unreachable nodes, triggers that are not entries, no trigger at all.';
