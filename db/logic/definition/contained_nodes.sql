create or replace function sluice_private.contained_nodes(definition jsonb)
returns jsonb
language sql
immutable
begin atomic
  with edges as materialized (
    select e.edge_no, 'cycle:' || e.leaves as loop_id, e.leaves as header, e.leads_back, e.exit_id,
      (e.value #> '{data,max_iterations}')::int as max_iterations
    from sluice_private.edges_of_cycles(definition) as e
    where e.leads_back or e.exit_id is not null
  ),
  nodes as materialized (
    select node.ordinal, node.value, c.header
    from jsonb_array_elements(definition -> 'nodes') with ordinality as node (value, ordinal)
    left join sluice_private.cycles_of(definition) as c
      on c.node_id = node.value ->> 'id' and c.header is not null
  )
  select jsonb_agg(made.node order by made.kind, made.ordinal)
  from (
    select 1 as kind, n.ordinal, n.value || case when n.header is null then '{}'
      else jsonb_build_object('parentId', 'cycle:' || n.header) end as node
    from nodes as n
    union all
    select distinct 2, n.ordinal, n.value || sluice_private.loop_of_cycle(
      e.loop_id, min(e.max_iterations) over (partition by e.loop_id)
    )
    from edges as e
    inner join nodes as n on n.value ->> 'id' = e.header
    where e.leads_back
    union all
    select distinct 3, 0, sluice_private.mark_of_cycle(e.loop_id, e.loop_id || ':again')
    from edges as e
    union all
    select 4, e.edge_no, sluice_private.mark_of_cycle(e.loop_id, e.exit_id)
    from edges as e
    where e.exit_id is not null
  ) as made;
end;

comment on function sluice_private.contained_nodes(jsonb) is
  'The nodes of a definition, those of cycles in loops, with the nodes that note where edges of '
  'cycles were live.';
