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
  v_ref text;
  v_direct jsonb := (
    select jsonb_object_agg(edge.source || ' → ' || edge.target, true)
    from sluice_private.definition_edges(definition) as edge
  );
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
    where node.type = 'trigger' and jsonb_typeof(node.data -> field.name) = 'string'
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
        v_fault ->> 'message', 'Write SQL/JSON path, such as steps.<id>.output.<field>.'
      );
    end loop;
    continue when v_item.reader is null;
    foreach v_ref in array coalesce(array(select distinct unnest(v_item.refs)), '{}') loop
      continue when v_ref = v_item.reader and v_item.place <> 'data.';
      continue when v_direct ? (v_ref || ' → ' || v_item.reader);
      if not sluice_private.is_upstream(definition, v_ref, v_item.reader) then
        return next sluice_private.problem(
          'not_upstream', v_item.node_id, v_item.place,
          format('reads step %s, which never runs before it', v_ref),
          'Read only steps from which a path of edges leads here.'
        );
      end if;
    end loop;
  end loop;
end;
$$;

comment on function sluice_private.problems_of_expressions(jsonb) is
  'Expressions that do not compile, and reads of steps that are not upstream.';
