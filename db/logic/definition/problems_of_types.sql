/* jsonpath's silent mode: a field of the wrong type is somebody else's problem. */
create or replace function sluice_private.problems_of_types(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem('bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint)
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('mode', 'must be first or all', 'first takes the first case that holds, all takes every one.',
        node.type = 'choice' and coalesce(node.data ->> 'mode', 'first') not in ('first', 'all')),
      ('cases', 'must be a list of { "port": "…", "when": "…" } with different ports',
        'Name a port for each condition.',
        node.type = 'choice' and jsonb_typeof(node.data -> 'cases') = 'array' and (
          jsonb_array_length(jsonb_path_query_array(node.data,
            '$.cases[*] ? (@.port.type() == "string" && @.port != "" && @.when.type() == "string")', '{}', true
          )) <> jsonb_array_length(node.data -> 'cases')
          or jsonb_array_length(node.data -> 'cases') not between 1 and 100
          or (
            select count(distinct port.value)
            from jsonb_path_query(node.data, '$.cases[*].port', '{}', true) as port (value)
          ) < jsonb_array_length(node.data -> 'cases')
        )),
      ('default', 'is missing', 'Name the port to take when no case holds.',
        node.type = 'choice' and coalesce(node.data ->> 'mode', 'first') = 'first'
        and not node.data ? 'default'),
      ('on_error', 'must be fail, continue or branch', 'branch needs an edge from the port error.',
        node.type = 'action' and coalesce(node.data ->> 'on_error', 'fail') not in ('fail', 'continue', 'branch')),
      ('join.kind', 'must be any or every', 'any fires on one live edge, every needs them all.',
        node.data ? 'join' and coalesce(node.data #>> '{join,kind}', '') not in ('any', 'every')),
      ('for', 'must be a duration', 'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes).',
        node.type = 'wait' and jsonb_typeof(node.data -> 'for') = 'string'
        and strpos(node.data ->> 'for', '{{') = 0
        and coalesce(sluice_hidden.try_interval(node.data ->> 'for') < '0', true)),
      ('scope', 'must be branch, frame or execution', 'branch ends only the path that leads here.',
        node.type = 'end' and coalesce(node.data ->> 'scope', 'branch') not in ('branch', 'frame', 'execution')),
      ('status', 'must be completed, failed or cancelled',
        'A branch can only end completed; give scope execution for the others.',
        node.type = 'end' and (coalesce(node.data ->> 'status', 'completed') not in ('completed', 'failed', 'cancelled')
          or (coalesce(node.data ->> 'scope', 'branch') = 'branch'
            and coalesce(node.data ->> 'status', 'completed') <> 'completed')))
  ) as fault (place, message, hint, is_there)
  where fault.is_there
  union all
  select sluice_private.problem('bad_field', node.node_id, 'data.retry.' || entry.key,
    case when entry.key in ('max_attempts', 'backoff', 'initial', 'max', 'jitter', 'attempt_timeout')
      then 'has a value out of range' else 'is not a field of retry' end,
    'max_attempts 1…1000, backoff fixed or exponential, initial, max and attempt_timeout durations, jitter 0…1.')
  from sluice_private.definition_nodes(definition) as node
  cross join lateral jsonb_each(
    case jsonb_typeof(node.data -> 'retry') when 'object' then node.data -> 'retry' else '{}' end
  ) as entry (key, value)
  where node.type = 'action' and not coalesce(case entry.key
    when 'max_attempts' then entry.value::text ~ '^[0-9]{1,4}$' and entry.value::text::int between 1 and 1000
    when 'backoff' then entry.value #>> '{}' in ('fixed', 'exponential')
    when 'jitter' then entry.value::text ~ '^(0(\.[0-9]+)?|1(\.0+)?)$'
    when 'attempt_timeout' then sluice_hidden.try_interval(entry.value #>> '{}') between '1 ms' and '1 day'
    when 'initial' then sluice_hidden.try_interval(entry.value #>> '{}') between '0' and '30 days'
    when 'max' then sluice_hidden.try_interval(entry.value #>> '{}') between '0' and '30 days'
    else false
  end, false);
end;

comment on function sluice_private.problems_of_types(jsonb) is
  'Values that a field of the right JSON type may not have.';
