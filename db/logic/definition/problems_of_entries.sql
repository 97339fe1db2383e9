create or replace function sluice_private.problems_of_entries(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'cycle', null, '$.edges',
    case when bool_or(c.is_entry)
      then format('edges form a cycle that is entered at %s', array_to_string(
        (array_agg(c.node_id order by c.node_id) filter (where c.is_entry))[:10], ', '
      ))
      else format('edges form a cycle that nothing leads into, through %s', array_to_string(
        (array_agg(c.node_id order by c.node_id))[:10], ', '
      ))
    end,
    'Let the edges into it lead to one node, where each round begins, or use a loop.'
  )
  from sluice_private.cycles_of(definition) as c
  where c.header is null
  group by c.cycle
  union all
  select sluice_private.problem(
    'cycle_join', node.node_id, 'data.join', 'is where a cycle is entered, and waits for edges',
    'Give the join to a node before the cycle.'
  )
  from sluice_private.cycles_of(definition) as c
  inner join sluice_private.definition_nodes(definition) as node on node.node_id = c.node_id
  where c.node_id = c.header
    and node.data ? 'join'
    and node.data #> '{join,kind}' <> '"any"'
  union all
  select sluice_private.problems_of_cycle_ids(definition)
  union all
  select sluice_private.problem(
    'bad_field', null, format('$.edges[%s].data.max_iterations', edge.ordinal - 1),
    'must be a whole number from 1 to 1000000',
    'The cycle fails with class max_iterations if it has not ended by then.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  where edge.value -> 'data' ? 'max_iterations'
    and sluice_private.is_whole(edge.value #> '{data,max_iterations}', 1, 1000000) is not true;
end;

comment on function sluice_private.problems_of_entries(jsonb) is
  'Cycles that have not one entry, entries that wait for edges, ids that cycles need, limits that '
  'are none.';
