create or replace function sluice_private.problems_of_calls(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('workflow', 'must be the name or the id of a workflow', 'It may have no expressions.',
        node.data ->> 'workflow' ~ '^$|\{\{'),
      ('version', 'must be a whole number from 1', 'See number of sluice.workflow_versions.',
        sluice_private.is_whole(node.data -> 'version', 1, 2147483647) is false),
      ('on_cancel', 'must be cancel or abandon',
        'What becomes of the execution that it has started.',
        coalesce(node.data ->> 'on_cancel', 'cancel') not in ('cancel', 'abandon')),
      ('on_cancel', 'is not looked at where wait is false',
        'A call that does not wait has ended before it could be cancelled.',
        node.data ? 'on_cancel' and node.data -> 'wait' = 'false'),
      ('retry.attempt_timeout', 'is not a field of retry of a call',
        'Give the workflow that it calls a timeout in its settings.',
        node.data -> 'retry' ? 'attempt_timeout')
  ) as fault (place, message, hint, is_there)
  where node.type = 'call' and fault.is_there
  union all
  select sluice_private.problem(
    found.problem[1], reference.node_id, reference.place, found.problem[2],
    'Name an active workflow of this organization with a manual trigger; publish it first.'
  )
  from (
    select node.node_id, 'data.workflow', node.data ->> 'workflow', node.data -> 'version'
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'call'
      and jsonb_typeof(node.data -> 'workflow') = 'string'
      and sluice_private.is_whole(node.data -> 'version', 1, 2147483647) is not false
    union all
    select null, '$.settings.error_workflow', definition #>> '{settings,error_workflow}', null
    where jsonb_typeof(definition #> '{settings,error_workflow}') = 'string'
  ) as reference (node_id, place, name, version)
  cross join lateral (
    select sluice_private.callee_problem(
      problems_of_calls.organization_id, problems_of_calls.workflow_id, definition,
      reference.name, reference.version
    ) as problem
    offset 0
  ) as found
  where problems_of_calls.organization_id is not null
    and reference.name !~ '^$|\{\{'
    and found.problem is not null;
end;

comment on function sluice_private.problems_of_calls(uuid, uuid, jsonb) is
  'Calls, and an error workflow, of what cannot be started; values that a field of a call may not '
  'have.';
