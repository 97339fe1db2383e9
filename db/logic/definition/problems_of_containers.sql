create or replace function sluice_private.problems_of_containers(definition jsonb)
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
      ('items', 'must be a list, or {{ … }} that makes one',
        'An expression stands in {{ }}, as in "{{ trigger.payload.orders }}".',
        node.data ->> 'items' not like '%{{%}}%' and jsonb_typeof(node.data -> 'items') = 'string'),
      ('as', 'must be an identifier that expressions do not know yet',
        'Such as contact; item, steps, vars and the like are taken.',
        not sluice_private.is_item_name(node.data ->> 'as')),
      ('concurrency', 'must be a whole number from 1 to 1000', 'How many items run at once; 1.',
        sluice_private.is_whole(node.data -> 'concurrency', 1, 1000) is false),
      ('completion', 'must be "all", a whole number from 1, or a condition',
        'Of how many items the completion is enough.',
        jsonb_typeof(node.data -> 'completion') = 'number'
        and sluice_private.is_whole(node.data -> 'completion', 1, 1000000) is false),
      ('rest', 'must be keep or cancel', 'What becomes of the items that still run.',
        node.data ->> 'rest' not in ('keep', 'cancel')),
      ('on_item_error', 'must be fail, continue or { "tolerate": n }',
        'fail ends the container at the first item that fails.',
        node.data -> 'on_item_error' not in ('"fail"', '"continue"')
        and (sluice_private.is_whole(node.data #> '{on_item_error,tolerate}', 0, 1000000)
          is not true
          or (node.data -> 'on_item_error') - 'tolerate' <> '{}')),
      ('timeout', 'must be a duration', 'Use ISO 8601 (PT5M) or Postgres'' interval text.',
        node.data ? 'timeout'
        and coalesce(sluice_hidden.try_interval(node.data ->> 'timeout') <= '0', true)),
      ('max_iterations', 'must be a whole number from 1 to 1000000',
        'The loop fails with class max_iterations if it has not ended by then.',
        sluice_private.is_whole(node.data -> 'max_iterations', 1, 1000000) is false),
      ('while', 'or until is needed, and not both',
        'while is looked at before an iteration, until after it.',
        node.type = 'loop' and (node.data ? 'while') = (node.data ? 'until'))
  ) as fault (place, message, hint, is_there)
  where node.type in ('foreach', 'loop', 'group') and fault.is_there;
end;

comment on function sluice_private.problems_of_containers(jsonb) is
  'Values that a field of a foreach, loop or group may not have.';
