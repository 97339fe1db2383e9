create or replace function sluice_private.problems_of_calendars(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'unknown_calendar', named.node_id, named.place,
    format('names calendar %s, which does not exist', left(named.calendar #>> '{}', 60)),
    'Create it first with set_calendar.'
  )
  from (
    select node.node_id, 'data.local.calendar' as place, node.data #> '{local,calendar}' as calendar
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'wait'
    union all
    select node.node_id, 'data.config.calendar', node.data #> '{config,calendar}'
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger' and node.data ->> 'trigger' = 'expected_run_missing'
  ) as named
  where jsonb_typeof(named.calendar) = 'string'
    and (named.place = 'data.config.calendar' or strpos(named.calendar #>> '{}', '{{') = 0)
    and sluice_private.find_calendar(
      problems_of_calendars.organization_id, named.calendar #>> '{}'
    ) is null;
end;

comment on function sluice_private.problems_of_calendars(uuid, jsonb) is
  'Waits and triggers that keep to calendars that the organization does not have.';
