create or replace function sluice_private.problems_of_compensations(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when known.field is null then 'unknown_key'
      when node.data -> 'compensate' ? known.field then 'bad_field' else 'missing_field' end,
    node.node_id, 'data.compensate.' || coalesce(known.field, given.key),
    case when known.field is null then 'is not a field of compensate'
      when node.data -> 'compensate' ? known.field then format('must be %s', known.kind)
      else 'is missing' end,
    'Give { "action", "input"?, "retry"? }.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral jsonb_object_keys(
    case jsonb_typeof(node.data -> 'compensate')
      when 'object' then node.data -> 'compensate' || '{"action": null}' else '{}'
    end
  ) as given (key)
  left join (
    values ('action', 'string'), ('input', 'object'), ('retry', 'object')
  ) as known (field, kind) on known.field = given.key
  where node.type = 'action'
    and (known.field is null
      or jsonb_typeof(node.data -> 'compensate' -> known.field) is distinct from known.kind)
  union all
  select sluice_private.problem(
    'duplicate_id', node.node_id, 'id', 'is the id of a compensation', 'Give it another id.'
  )
  from sluice_private.definition_nodes(definition) as undone
  inner join sluice_private.definition_nodes(definition) as node
    on node.node_id = undone.node_id || ':compensate'
  where undone.type = 'action' and undone.data ? 'compensate'
  union all
  select sluice_private.problem(
    'unused_compensation', node.node_id, 'data.compensate', 'never runs',
    'Set compensate on a group around it, or in the settings.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.compensated_nodes(definition) as known
    on known.node_id = node.node_id and not known.is_inside
  where node.type = 'action' and node.data ? 'compensate';
end;

comment on function sluice_private.problems_of_compensations(jsonb) is
  'Compensations that cannot be, and those that nothing would run.';
