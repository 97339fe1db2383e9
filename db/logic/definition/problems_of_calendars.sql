create or replace function sluice_private.problems_of_calendars(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'unknown_calendar', node.node_id, 'data.local.calendar',
    format('names calendar %s, which does not exist', node.data #>> '{local,calendar}'),
    'Create it first with set_calendar.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'wait'
    and jsonb_typeof(node.data #> '{local,calendar}') = 'string'
    and strpos(node.data #>> '{local,calendar}', '{{') = 0
    and sluice_private.find_calendar(
      problems_of_calendars.organization_id, node.data #>> '{local,calendar}'
    ) is null;
end;

comment on function sluice_private.problems_of_calendars(uuid, jsonb) is
  'Waits that keep to calendars that the organization does not have.';
