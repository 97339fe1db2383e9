create or replace function sluice_private.problems_of_triggers(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    case when found.id is null then 'unknown_workflow' else 'bad_config' end,
    named.node_id, named.place,
    case when found.id is null then format('names workflow %s, which does not exist', named.name)
      else 'names its own workflow, which would start itself for ever' end,
    'Name another workflow of this organization.'
  )
  from (
    select node.node_id, format('data.config.workflows[%s]', listed.ordinal - 1) as place,
      listed.value #>> '{}' as name, true as is_chain
    from sluice_private.definition_nodes(definition) as node
    cross join lateral jsonb_array_elements(
      case jsonb_typeof(node.data #> '{config,workflows}')
        when 'array' then node.data #> '{config,workflows}' else '[]' end
    ) with ordinality as listed (value, ordinal)
    where node.type = 'trigger'
      and node.data ->> 'trigger' in ('workflow_finished', 'workflow_failed')
    union all
    select node.node_id, 'data.config.workflow', node.data #>> '{config,workflow}', false
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger'
      and node.data ->> 'trigger' in ('expected_run_missing', 'metric_threshold')
      and jsonb_typeof(node.data #> '{config,workflow}') = 'string'
  ) as named
  cross join lateral (
    select (sluice_private.named_workflow(
      problems_of_triggers.organization_id, named.name
    )).id as id
    offset 0
  ) as found
  where problems_of_triggers.organization_id is not null
    and (found.id is null or named.is_chain and found.id = problems_of_triggers.workflow_id);
end;

comment on function sluice_private.problems_of_triggers(uuid, uuid, jsonb) is
  'Triggers that listen to a workflow which does not exist, or to their own.';
