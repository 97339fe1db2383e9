create or replace function sluice_private.problems_of_approvals(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.approval.' || fault.place, fault.message,
    'See docs/definitions.md, under approvals.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.approval_problem(node.data -> 'approval') as fault
  where node.type = 'wait' and node.data ? 'approval'
  union all
  select sluice_private.problem(
    'bad_form', node.node_id, 'data.approval.form', fault.message,
    'A form is a flat JSON Schema; see docs/definitions.md.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.form_problem(node.data #> '{approval,form}') as fault (message)
  where node.type = 'wait'
    and node.data #> '{approval,form}' is not null
    and fault.message is not null
  union all
  select sluice_private.problem(
    'unknown_key', node.node_id, 'data.approval.' || given.key, 'is not a field of an approval',
    'Known are assignees, quorum, title, details, form, due, reminders and escalation.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral jsonb_object_keys(
    case jsonb_typeof(node.data -> 'approval') when 'object' then node.data -> 'approval' else '{}'
    end
  ) as given (key)
  where node.type = 'wait'
    and given.key not in (
      'assignees', 'quorum', 'title', 'details', 'form', 'due', 'reminders', 'escalation'
    )
  union all
  select sluice_private.problem(
    'endless_wait', node.node_id, null, 'may wait for ever',
    'Give it a timeout, and connect that port.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'wait' and node.data ?| '{events,condition,approval}'
    and not node.data ?| '{for,until,local,timeout}'
    and node.data #> '{approval,due}' is null;
end;

comment on function sluice_private.problems_of_approvals(jsonb) is
  'Approvals that ask nobody, or what nobody can answer; waits that need not end.';
