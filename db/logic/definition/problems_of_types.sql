create or replace function sluice_private.problems_of_types(definition jsonb)
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
      ('choice', 'mode', 'must be first, all or split',
        'first takes the first case that holds, all takes every one, split one by its weight.',
        coalesce(node.data ->> 'mode', 'first') not in ('first', 'all', 'split')),
      ('choice', 'cases', 'must be 1 to 100 of { "port": "…", "when": "…" }, ports different',
        'Name a port for each condition.',
        coalesce(node.data ->> 'mode', 'first') <> 'split'
        and sluice_private.has_bad_cases(node.data -> 'cases')),
      ('choice', 'cases', 'must be 1 to 100 of { "port": "…", "weight": 1 }, ports different',
        'Weights are numbers from 0.000001 to 1000000; cases of a split have no condition.',
        node.data ->> 'mode' = 'split'
        and sluice_private.has_bad_weights(node.data -> 'cases')),
      ('choice', 'default', 'is never taken by a split', 'Give the port a case with a weight.',
        node.data ->> 'mode' = 'split' and node.data ? 'default'),
      ('choice', 'key', 'is only for the mode split', 'Remove it, or give mode split.',
        coalesce(node.data ->> 'mode', 'first') <> 'split' and node.data ? 'key'),
      ('choice', 'default', 'must be no port of errors', 'What has failed leaves by these.',
        node.data ->> 'default' ~ '^error(:|$)'),
      ('choice', 'default', 'is missing', 'Name the port to take when no case holds.',
        coalesce(node.data ->> 'mode', 'first') = 'first' and not node.data ? 'default'),
      ('choice', 'on_error', 'cannot be continue: a choice has no port main',
        'Use branch, with an edge from the port error, or fail.',
        node.data ->> 'on_error' = 'continue'),
      (node.type, 'on_error', 'must be fail, continue or branch',
        'branch needs an edge from the port error.',
        node.type not in ('trigger', 'end')
        and node.data ->> 'on_error' not in ('fail', 'continue', 'branch')),
      ('end', 'scope', 'must be branch, frame or execution',
        'branch ends only the path that leads here.',
        coalesce(node.data ->> 'scope', 'branch') not in ('branch', 'frame', 'execution')),
      ('end', 'status', 'must be completed, failed or cancelled',
        'What the frame or the execution ends as.',
        coalesce(node.data ->> 'status', 'completed')
          not in ('completed', 'failed', 'cancelled')),
      ('end', 'status', 'can only be completed where the scope is branch',
        'Give scope frame or execution, too; without one it is branch.',
        coalesce(node.data ->> 'scope', 'branch') = 'branch'
        and node.data ->> 'status' in ('failed', 'cancelled')),
      ('trigger', 'filter', 'is not looked at by a manual trigger',
        'Use run_if on the steps that follow.',
        node.data ->> 'trigger' = 'manual' and node.data ? 'filter'),
      ('trigger', 'dedupe', 'is not looked at by a manual trigger',
        'Give start_workflow an idempotency_key.',
        node.data ->> 'trigger' = 'manual' and node.data ? 'dedupe'),
      ('trigger', 'exit', 'cannot be that of a manual trigger',
        'cancel_execution ends an execution by hand.',
        node.data ->> 'trigger' = 'manual' and node.data ? 'exit')
  ) as fault (type, place, message, hint, is_there)
  where fault.type = node.type and fault.is_there;
end;

comment on function sluice_private.problems_of_types(jsonb) is
  'Values that a field of the right JSON type may not have.';
