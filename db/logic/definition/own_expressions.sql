create or replace function sluice_private.own_expressions(definition jsonb, node_ids text[])
returns table (
  node_id text, place text, reader text, refs text[], roots text[], problems jsonb,
  is_inside boolean, paths jsonpath[], conditions jsonpath[]
)
language sql
immutable
begin atomic
  select node.node_id, 'data.', node.node_id, array_remove(compiled.refs, node.node_id),
    compiled.roots, sluice_private.expression_faults('completion', compiled.problem), false,
    '{}'::jsonpath[], array[compiled.path]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_condition(
    node.data -> 'completion', node_ids, named.outer_names
  ) as compiled
  where node.type = 'foreach' and sluice_private.is_condition(node.data -> 'completion')
  union all
  select node.node_id, 'data.', node.node_id, array_remove(compiled.refs, node.node_id),
    compiled.roots, compiled.problems, false, compiled.paths, '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    node.data #> '{compensate,input}', 'compensate.input', node_ids,
    named.outer_names
  ) as compiled
  where node.type = 'action' and jsonb_typeof(node.data -> 'compensate') = 'object'
  union all
  select node.node_id, 'data.', node.node_id, made.refs, made.roots, made.problems, false,
    made.paths, '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_limit_rules(
    node.data -> 'limits', '', 'limits', node_ids, named.outer_names
  ) as made
  where node.type = 'action' and node.data ? 'limits'
  union all
  select null, '$.settings.', null, made.refs, made.roots, made.problems, false, made.paths,
    '{}'::jsonpath[]
  from sluice_private.compile_limit_rules(
    definition #> '{settings,limits}', '', 'limits', '{}', '{}'
  ) as made
  union all
  select node.node_id, 'data.', node.node_id, array_remove(compiled.refs, node.node_id),
    compiled.roots, compiled.problems, false, compiled.paths, '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    node.data -> 'output', 'output', node_ids, named.outer_names
  ) as compiled
  where node.type not in ('trigger', 'end') and node.data ? 'output';
end;

comment on function sluice_private.own_expressions(jsonb, text[]) is
  'The expressions of a completion and a compensation, which may read the output of the node that '
  'they are in, and of limits, as definition_expressions has them.';
