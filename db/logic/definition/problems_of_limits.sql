create or replace function sluice_private.problems_of_limits(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', given.node_id, format('%s[%s]', given.place, rule.ordinal - 1), found.fault,
    'Such as { "key": "{{ trigger.payload.account }}", "concurrency": 1, "on_limit": "queue" } or '
    '{ "rate": { "count": 3, "per": "1 minute" } }; on_limit is queue, skip or, for a '
    'concurrency alone, cancel_oldest; a step may name a provider instead.'
  )
  from (
    select node.node_id, 'data.limits' as place, node.data -> 'limits' as list, true as is_of_step
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'action' and node.data ? 'limits'
    union all
    select null, '$.settings.limits', definition #> '{settings,limits}', false
  ) as given
  cross join lateral jsonb_array_elements(
    case jsonb_typeof(given.list) when 'array' then given.list else '[]' end
  ) with ordinality as rule (value, ordinal)
  cross join lateral (
    select coalesce(
      sluice_private.limit_fault(rule.value, given.is_of_step),
      sluice_private.on_limit_fault(rule.value)
    ) as fault
  ) as found
  where found.fault is not null
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.limits', 'must be a list of 1 to 10 limits',
    'Such as [{ "concurrency": 1 }].'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action'
    and jsonb_typeof(node.data -> 'limits') = 'array'
    and jsonb_array_length(node.data -> 'limits') not between 1 and 10
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.priority', 'must be a whole number from 1 to 10',
    'Use 1 for what comes first; without it the priority of the workflow holds.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action'
    and jsonb_typeof(node.data -> 'priority') = 'number'
    and node.data ->> 'priority' !~ '^([1-9]|10)$';
end;

comment on function sluice_private.problems_of_limits(jsonb) is
  'What is wrong with the limits of steps and workflows, and with priorities of steps.';
