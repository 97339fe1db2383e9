create or replace function sluice_private.problems_of_expressions(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item record;
  v_fault jsonb;
  v_iterated text[] := sluice_private.iterated_nodes(definition);
  v_readers text[] := array[]::text[];
  v_refs text[] := array[]::text[];
  v_places text[] := array[]::text[];
  v_triggers text[] := array(
    select node.node_id
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger'
  );
  v_fields text[] := sluice_private.trigger_fields(definition);
begin
  for v_item in select e.* from sluice_private.definition_expressions(definition) as e
  loop
    for v_fault in select fault.value from jsonb_array_elements(v_item.problems) as fault loop
      return next sluice_private.problem(
        'expression', v_item.node_id, v_item.place || coalesce(v_fault ->> 'path', ''),
        v_fault ->> 'message', sluice_private.expression_hint(v_fault ->> 'message')
      );
    end loop;
    return query select p.* from sluice_private.problems_of_absent(
      definition, v_item.node_id, v_item.place, v_triggers, v_fields,
      v_item.paths || v_item.conditions
    ) as p;
    if v_item.roots && '{vars,now}' then
      return query
      select p.*
      from sluice_private.problems_of_reads(
        organization_id, definition, v_item.node_id, v_item.place, v_item.paths, v_item.conditions
      ) as p;
    end if;
    continue when v_item.reader is null;
    if v_item.roots && '{item,index}' and not v_item.is_inside
      and not v_item.reader = any (v_iterated)
    then
      return next sluice_private.problem_of_item(definition, v_item.node_id, v_item.place);
    end if;
    v_refs := v_refs || array(select distinct ref from unnest(v_item.refs) as ref);
    while cardinality(v_readers) < cardinality(v_refs) loop
      v_readers := v_readers || v_item.reader;
      v_places := v_places || v_item.place;
    end loop;
  end loop;

  return query
  select p.*
  from sluice_private.find_unreached(definition, v_readers, v_refs) as pair
  cross join lateral sluice_private.problem(
    'not_upstream', v_readers[pair],
    sluice_private.place_in(
      definition, v_readers[pair], v_places[pair],
      sluice_private.read_pattern('steps', v_refs[pair])
    ),
    format('reads step %s, which never runs before it', v_refs[pair]),
    'Read only steps from which a path of edges leads here. What is in a container is read only '
    'there: let its collect, carry or end give it.'
  ) as p;
end;
$$;

comment on function sluice_private.problems_of_expressions(uuid, jsonb) is
  'Expressions that do not compile, or read what is not there: steps that are not upstream, '
  'unknown variables, an item outside of a container.';
