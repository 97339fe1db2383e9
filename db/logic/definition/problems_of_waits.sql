/* What has expressions is judged when the wait begins. */
create or replace function sluice_private.problems_of_waits(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('for', 'must be a duration',
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes).',
        coalesce(sluice_hidden.try_interval(node.data ->> 'for') < '0', true)),
      ('timeout', 'must be a duration',
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes).',
        coalesce(sluice_hidden.try_interval(node.data ->> 'timeout') < '0', true)),
      ('until', 'must be a timestamp',
        'Use ISO 8601 (2026-12-24T18:00:00Z), a date, or epoch seconds.',
        sluice_private.until_instant(node.data -> 'until') is null),
      ('local', sluice_private.local_fault(node.data -> 'local'),
        'Such as { "time": "09:00", "days": ["mon"], "zone": "Europe/Berlin" }.',
        sluice_private.local_fault(node.data -> 'local') is not null)
  ) as fault (place, message, hint, is_there)
  where node.type = 'wait'
    and node.data ? fault.place
    and strpos((node.data -> fault.place)::text, '{{') = 0
    and fault.is_there
  union all
  select sluice_private.problem(
    'missing_field', node.node_id, 'data.for',
    'or until, local, events, condition, approval or timeout is needed', 'Say what the wait is for.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'wait'
    and not node.data ?| '{for,until,local,timeout,events,condition,approval}'
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('events', 'must be 1 to 100 of { "port": "…", "name": "…", "match"? }, ports different',
        'A port may not be one that waits have anyway; a name is a word like order.paid.',
        sluice_private.has_bad_events(node.data -> 'events')),
      ('inbox', 'must be a duration of at most 30 days',
        'How long before the wait an event counts.',
        coalesce(
          sluice_hidden.try_interval(node.data ->> 'inbox') not between '0' and '30 days', true
        )),
      ('condition', 'may have only when and every, a duration of 10 seconds to 100 years',
        'Such as { "when": "$.vars.stock > 0", "every": "5 minutes" }.',
        sluice_private.has_bad_condition(node.data -> 'condition'))
  ) as fault (place, message, hint, is_there)
  where node.type = 'wait' and node.data ? fault.place and fault.is_there;
end;

comment on function sluice_private.problems_of_waits(jsonb) is
  'Waits for nothing, and values that a field of a wait may not have.';
