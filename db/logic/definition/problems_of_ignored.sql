/* React Flow has fields of its own on an edge, so that others are not refused there. A value that
   looks like an expression nowhere, as JSON text, is not searched. */
create or replace function sluice_private.problems_of_ignored(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'ignored_field', null, format('$.edges[%s].%s', edge.ordinal - 1, given.place),
    'is not looked at', 'A condition of an edge stands in data.when, a limit of its rounds in '
    'data.max_iterations.', 'warning'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  cross join lateral (
    select key
    from jsonb_object_keys(edge.value) as key
    where key in ('when', 'condition', 'guard', 'filter', 'run_if', 'max_iterations')
    union all
    select 'data.' || key
    from jsonb_object_keys(
      case jsonb_typeof(edge.value -> 'data') when 'object' then edge.value -> 'data' else '{}' end
    ) as key
    where key in ('condition', 'guard', 'filter', 'run_if')
  ) as given (place)
  union all
  select sluice_private.problem(
    'ignored_field', node.node_id, 'data.' || field.name, 'is not looked at',
    format('It is for actions that workers run; %s runs in the database.', action.name), 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (values ('limits'), ('priority')) as field (name)
  cross join lateral sluice_private.find_action(
    problems_of_ignored.organization_id, node.data ->> 'action'
  ) as action
  where node.type = 'action' and node.data ? field.name and action.runs = 'sql'
  union all
  select sluice_private.problem(
    'bare_expression', node.node_id,
    sluice_private.place_of(node.data -> part.name, 'data.' || part.name, part.pattern),
    'is a text that looks like an expression',
    'Write {{ … }} around it if it is one, as in {{ trigger.payload.n }}.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    select field.name,
      '^\s*(\$?\{)?\s*(\$\.)?(trigger\.(payload|headers|query)|steps\.[^.\s]+\.output|vars\.\w)'
      '[^\s{}]*\s*\}?\s*$' as pattern
    from (values ('input'), ('output'), ('collect'), ('carry'), ('key')) as field (name)
    where node.data ? field.name
  ) as part
  where (node.data -> part.name)::text
      ~ '"(\\[a-z]|\s)*(\$?\{)?\s*(\$\.)?(trigger\.(payload|headers|query)|steps\.|vars\.)'
    and jsonb_path_exists(
      node.data -> part.name,
      format('$.** ? (@ like_regex %s)', to_jsonb(part.pattern))::jsonpath
    );
end;

comment on function sluice_private.problems_of_ignored(uuid, jsonb) is
  'Fields that nobody looks at, and texts that were probably meant as expressions.';
