create or replace function sluice_private.problems_of_expressions(definition jsonb)
returns setof sluice.definition_problem
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
  v_item record;
  v_fault jsonb;
  v_readers text[] := array[]::text[];
  v_refs text[] := array[]::text[];
  v_places text[] := array[]::text[];
begin
  for v_item in
    select node.node_id, 'data.' as place, node.node_id as reader, compiled.refs, compiled.problems
    from sluice_private.definition_nodes(definition) as node
    cross join lateral sluice_private.compile_node(node.type, node.data, v_ids) as compiled
    union all
    select node.node_id, 'data.', null, compiled.refs || compiled.roots,
      case when compiled.problem is null then '[]'
        else jsonb_build_array(jsonb_build_object('path', field.name, 'message', compiled.problem))
      end
    from sluice_private.definition_nodes(definition) as node
    cross join lateral (values ('filter'), ('dedupe')) as field (name)
    cross join lateral sluice_private.compile_trigger_expression(
      field.name, node.data -> field.name
    ) as compiled
    where node.type = 'trigger' and node.data ? field.name
    union all
    select edge.source, edge.place || '.data.', edge.source, compiled.refs,
      case when compiled.problem is null then '[]'
        else jsonb_build_array(jsonb_build_object('path', 'when', 'message', compiled.problem))
      end
    from sluice_private.definition_edges(definition) as edge
    cross join lateral sluice_private.compile_condition(edge.guard, v_ids) as compiled
    where edge.guard is not null
  loop
    for v_fault in select fault.value from jsonb_array_elements(v_item.problems) as fault loop
      return next sluice_private.problem(
        'expression', v_item.node_id, v_item.place || coalesce(v_fault ->> 'path', ''),
        v_fault ->> 'message', sluice_private.expression_hint(v_fault ->> 'message')
      );
    end loop;
    continue when v_item.reader is null;
    v_refs := v_refs || array(
      select distinct ref
      from unnest(v_item.refs) as ref
      where v_item.place = 'data.' or ref <> v_item.reader
    );
    while cardinality(v_readers) < cardinality(v_refs) loop
      v_readers := v_readers || v_item.reader;
      v_places := v_places || v_item.place;
    end loop;
  end loop;

  return query
  select p.*
  from sluice_private.find_unreached(definition, v_readers, v_refs) as pair
  cross join lateral sluice_private.problem(
    'not_upstream', v_readers[pair], v_places[pair],
    format('reads step %s, which never runs before it', v_refs[pair]),
    'Read only steps from which a path of edges leads here.'
  ) as p;
end;
$$;

comment on function sluice_private.problems_of_expressions(jsonb) is
  'Expressions that do not compile, and reads of steps that are not upstream.';
