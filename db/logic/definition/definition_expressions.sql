/* An edge's guard may read the step that it leaves, a completion its foreach, a compensation what
   it undoes, an output what it replaces; what a container evaluates at the end of an
   iteration may read the steps in it. None of these is a read of what comes later. */
create or replace function sluice_private.definition_expressions(definition jsonb)
returns table (
  node_id text, place text, reader text, refs text[], roots text[], problems jsonb,
  is_inside boolean, paths jsonpath[], conditions jsonpath[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  return query
  select node.node_id, 'data.', node.node_id, compiled.refs, compiled.roots, compiled.problems,
    node.type = 'loop', compiled.paths,
    compiled.run_if || case when node.type in ('choice', 'loop') then compiled.paths end
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_node(
    node.type, node.data, v_ids, named.outer_names
  ) as compiled;

  return query
  select node.node_id, 'data.', node.node_id,
    array(
      select ref from unnest(compiled.refs) as ref
      except
      select child.node_id
      from sluice_private.definition_nodes(definition) as child
      where child.parent_id = node.node_id
    ),
    compiled.roots, compiled.problems, node.type in ('foreach', 'loop'), compiled.paths,
    array[compiled.repeat_until]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_result(
    node.type,
    case node.type when 'foreach' then node.data - 'completion' else node.data end, v_ids,
    case node.type when 'action' then named.outer_names else named.inner_names end
  ) as compiled
  where node.type in ('foreach', 'loop') or (node.type = 'action' and node.data ? 'cache');

  return query select own.* from sluice_private.own_expressions(definition, v_ids) as own;

  return query
  select node.node_id, 'data.', null::text, compiled.refs, compiled.roots,
    sluice_private.expression_faults(field.name, compiled.problem), false, array[compiled.path],
    '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (values ('filter'), ('dedupe'), ('exit')) as field (name)
  cross join lateral sluice_private.compile_trigger_expression(
    field.name, node.data -> field.name
  ) as compiled
  where node.type = 'trigger' and jsonb_typeof(node.data -> field.name) in ('string', 'object');

  return query
  select edge.source, edge.place || '.data.', edge.source,
    array_remove(compiled.refs, edge.source), compiled.roots,
    sluice_private.expression_faults('when', compiled.problem), false, '{}'::jsonpath[],
    array[compiled.path]
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.item_names(definition) as named on named.node_id = edge.source
  cross join lateral sluice_private.compile_condition(
    edge.guard, v_ids, named.outer_names
  ) as compiled
  where edge.guard is not null;
end;
$$;

comment on function sluice_private.definition_expressions(jsonb) is
  'Every place of a definition that has expressions: what they read, and what is wrong with them. '
  'is_inside: they see an item even at the root.';
