create or replace function sluice_private.problems_of_retry(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, node.place || 'retry.' || entry.key,
    case
      when entry.key in (
        'max_attempts', 'backoff', 'initial', 'max', 'jitter', 'when', 'attempt_timeout'
      ) then 'has a value out of range'
      else 'is not a field of retry'
    end,
    'max_attempts 1 to 1000, backoff fixed or exponential, initial, max and attempt_timeout '
    'durations, jitter 0 to 1, when a list of error classes.'
  )
  from (
    select known.node_id, known.place, known.data
    from sluice_private.definition_actions(definition) as known
    union all
    select call.node_id, 'data.', call.data
    from sluice_private.definition_nodes(definition) as call
    where call.type = 'call'
  ) as node
  cross join lateral jsonb_each(
    case jsonb_typeof(node.data -> 'retry') when 'object' then node.data -> 'retry' else '{}' end
  ) as entry (key, value)
  cross join lateral (
    select
      case jsonb_typeof(entry.value) when 'number' then (entry.value #>> '{}')::numeric end as n,
      case jsonb_typeof(entry.value)
        when 'string' then sluice_hidden.try_interval(entry.value #>> '{}')
      end as duration
  ) as given
  where not coalesce(case entry.key
    when 'max_attempts' then sluice_private.is_whole(entry.value, 1, 1000)
    when 'backoff' then entry.value #>> '{}' in ('fixed', 'exponential')
    when 'jitter' then given.n between 0 and 1
    when 'when' then jsonb_typeof(entry.value) = 'array'
      and jsonb_array_length(entry.value) between 1 and 100
      and not jsonb_path_exists(entry.value,
        'strict $[*] ? (!(@.type() == "string" && @ like_regex "^[a-z][a-z0-9_.]*$"))')
    when 'attempt_timeout' then given.duration between '1 ms' and '1 day'
    when 'initial' then given.duration between '0' and '30 days'
    when 'max' then given.duration between '0' and '30 days'
  end, false)
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.timeout', 'must be a duration up to 10 years',
    'Use ISO 8601 (PT5M) or Postgres'' interval text.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type in ('action', 'call')
    and jsonb_typeof(node.data -> 'timeout') = 'string'
    and not coalesce(
      sluice_hidden.try_interval(node.data ->> 'timeout') between '1 ms' and '10 years', false
    );
end;

comment on function sluice_private.problems_of_retry(jsonb) is
  'What is wrong with retry policies and the timeouts of actions.';
