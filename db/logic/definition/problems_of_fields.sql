create or replace function sluice_private.problems_of_fields(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'unknown_type', node.node_id, 'type', format('has unknown type %s', node.type),
    'Use trigger, action, choice, join, wait, call, foreach, loop, group, end, or a preset such as '
    'condition, filter, switch, delay, approval or for_each. What an action does is in its data: '
    '{ "type": "action", "data": { "action": "http_request", "input": {…} } }.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type not in (select known.type from sluice_private.node_fields() as known)
  union all
  select sluice_private.problem(
    'unknown_key', node.node_id, 'data.' || key,
    format('is not a field of a node of type %s', node.type),
    (
      select format('It may have %s.', string_agg(known.field, ', ' order by known.field))
      from sluice_private.node_fields() as known
      where known.type in ('*', node.type)
    )
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral jsonb_object_keys(node.data) as key
  where node.type in (select known.type from sluice_private.node_fields() as known)
    and not exists (
      select from sluice_private.node_fields() as known
      where known.type in ('*', node.type) and known.field = key
    )
  union all
  select sluice_private.problem(
    case when node.data ? known.field then 'bad_field' else 'missing_field' end,
    node.node_id, 'data.' || known.field,
    case when node.data ? known.field
      then format('must be %s', array_to_string(known.json_types, ' or '))
      else 'is missing'
    end,
    case when node.data ? known.field
      then coalesce(
        case known.field
          when 'input' then 'Give each field a template: { "text": "{{ trigger.payload.x }}" }.'
          when 'join' then 'Such as { "kind": "every" }.'
          when 'retry' then 'Such as { "max_attempts": 3 }.'
          when 'cache' then 'Such as { "ttl": "10 minutes" }.'
          when 'limits' then 'Such as [{ "concurrency": 1 }].'
          when 'cancel_on' then 'Such as { "name": "booking.withdrawn" }.'
          when 'condition' then 'Such as { "when": "$.vars.stock > 0" }.'
          when 'compensate' then case node.type
            when 'action' then 'Such as { "action": "http_request", "input": {…} }.' end
        end,
        format('A node of type %s needs it to be so.', node.type)
      )
      else format('Give it in the data of the node: "data": { "%s": … }.', known.field)
    end
  )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.node_fields() as known on known.type in ('*', node.type)
  where (known.is_required and not node.data ? known.field)
    or (node.data ? known.field
      and not jsonb_typeof(node.data -> known.field) = any (known.json_types));
end;

comment on function sluice_private.problems_of_fields(jsonb) is
  'Unknown types, unknown fields, missing fields, fields of the wrong JSON type.';
