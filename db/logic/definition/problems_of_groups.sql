create or replace function sluice_private.problems_of_groups(definition jsonb)
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
      ('order', 'must be free or one_at_a_time', 'Whether steps in it may run beside each other.',
        jsonb_typeof(node.data -> 'order') = 'string'
        and node.data ->> 'order' not in ('free', 'one_at_a_time')),
      ('lock', 'must be a text of 1 to 500 characters',
        'Executions whose lock has the same text run the group one after another.',
        length(node.data ->> 'lock') not between 1 and 500
        and strpos(node.data ->> 'lock', '{{') = 0),
      ('cancel_on', 'must be { "name": "…", "match"?, "inbox"? }',
        'A name is a word like order.cancelled, inbox a duration of at most 30 days.',
        sluice_private.is_bad_cancel(node.data -> 'cancel_on'))
  ) as fault (place, message, hint, is_there)
  where node.type = 'group' and node.data ? fault.place and fault.is_there
  union all
  select sluice_private.problem(
    'endless_wait', node.node_id, 'data.lock', 'may wait for ever', 'Give it a timeout.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'group' and node.data ? 'lock' and not node.data ? 'timeout';
end;

comment on function sluice_private.problems_of_groups(jsonb) is
  'Values that a field of a group may not have, and locks that are waited for without end.';
