/* The complement of what the semantics promise: in a version without these notes, how an execution
   ends does not depend on the order in which concurrent steps finish. */
create or replace function sluice_private.problems_of_order(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    fault.code, node.node_id, fault.place, fault.message, fault.hint, 'note'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('race', null, 'waits for several things, and the first one decides which port opens',
        'What follows depends on which of them comes first.',
        node.type = 'wait'
        and (node.data ?| '{for,until,local}')::int + (node.data ? 'timeout')::int
        + (node.data ? 'condition')::int + (node.data ? 'approval')::int
        + case jsonb_typeof(node.data -> 'events')
          when 'array' then jsonb_array_length(node.data -> 'events') else 0 end > 1),
      ('cancels_rest', 'data.join.rest', 'cancels the branches that it does not wait for',
        'Which branches these are depends on which of them are faster.',
        node.data #>> '{join,kind}' = 'quorum' and node.data #>> '{join,rest}' = 'cancel'),
      ('partial_completion', 'data.completion', 'completes before all of its items have ended',
        'Which items have ended by then depends on which of them are faster.',
        node.type = 'foreach' and coalesce(node.data -> 'completion', '"all"') <> '"all"'),
      ('cancelled_by_event', 'data.cancel_on', 'is cancelled by an event',
        'How far it has come by then depends on when the event comes.',
        node.type = 'group' and node.data ? 'cancel_on')
  ) as fault (code, place, message, hint, is_there)
  where fault.is_there
  union all
  select sluice_private.problem(
    'early_end', ending.node_id, 'data.scope',
    format('ends the %s, and other branches may be under way', ending.scope),
    'Which of their steps have ended by then depends on which of them are faster.', 'note'
  )
  from sluice_private.early_ends(definition) as ending;
end;

comment on function sluice_private.problems_of_order(jsonb) is
  'What makes the end of an execution depend on the order in which things happen.';
