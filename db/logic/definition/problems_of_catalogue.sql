create or replace function sluice_private.problems_of_catalogue(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'unknown_action', node.node_id, node.place || 'action',
    format('names action %s, which is not in the catalogue', node.data ->> 'action'),
    sluice_private.choose_like($1, 'action', node.data ->> 'action')
  )
  from sluice_private.definition_actions(definition) as node
  where jsonb_typeof(node.data -> 'action') = 'string'
    and sluice_private.find_action(
      problems_of_catalogue.organization_id, node.data ->> 'action'
    ) is null
  union all
  select sluice_private.problem(
    'bad_input', node.node_id, fault.path, fault.message,
    format(
      'See the input_schema of %s%s.', action.name,
      (
        select ': it takes ' || string_agg(known.key, ', ' order by known.key)
        from jsonb_object_keys(case jsonb_typeof(action.input_schema -> 'properties')
          when 'object' then action.input_schema -> 'properties' else '{}' end) as known (key)
      )
    )
  )
  from sluice_private.definition_actions(definition) as node
  cross join lateral sluice_private.find_action(
    problems_of_catalogue.organization_id, node.data ->> 'action'
  ) as action
  cross join lateral sluice_private.schema_faults(
    action.input_schema, coalesce(node.data -> 'input', '{}'), node.place || 'input'
  ) as fault
  where action.name is not null
    and coalesce(jsonb_typeof(node.data -> 'input'), 'object') = 'object'
  union all
  select sluice_private.problem(
    'unknown_trigger', node.node_id, 'data.trigger',
    format('names trigger %s, which is not in the catalogue', node.data ->> 'trigger'),
    sluice_private.choose_like($1, 'trigger', node.data ->> 'trigger')
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'trigger'
    and jsonb_typeof(node.data -> 'trigger') = 'string'
    and not exists (
      select
      from sluice.workflow_trigger_definitions as known
      where known.organization_id in (
          '00000000-0000-0000-0000-000000000000', problems_of_catalogue.organization_id
        )
        and known.name = node.data ->> 'trigger'
        and known.is_active
    )
  union all
  select sluice_private.problem('bad_config', node.node_id, fault.path, fault.message, fault.hint)
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.problems_of_config(
    problems_of_catalogue.organization_id, node.data ->> 'trigger',
    coalesce(node.data -> 'config', '{}')
  ) as fault
  where node.type = 'trigger' and jsonb_typeof(node.data -> 'trigger') = 'string';
end;

comment on function sluice_private.problems_of_catalogue(uuid, jsonb) is
  'Unknown actions and triggers, inputs an action does not take, configs a trigger does not.';
