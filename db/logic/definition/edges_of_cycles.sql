create or replace function sluice_private.edges_of_cycles(definition jsonb)
returns table (
  edge_no int, value jsonb, leaves text, enters text, leads_back boolean, exit_id text
)
language sql
immutable
begin atomic
  with members as materialized (
    select c.node_id, c.header
    from sluice_private.cycles_of(definition) as c
    where c.header is not null
  )
  select
    edge.ordinal::int, edge.value, source.header, target.header,
    coalesce(source.header = target.header and target.node_id = target.header, false),
    case when source.header is distinct from target.header and source.header is not null
      then format('cycle:%s:exit:%s', source.header, edge.ordinal) end
  from jsonb_array_elements(definition -> 'edges') with ordinality as edge (value, ordinal)
  left join members as source on source.node_id = edge.value ->> 'source'
  left join members as target on target.node_id = edge.value ->> 'target';
end;

comment on function sluice_private.edges_of_cycles(jsonb) is
  'Every edge with the entry of the cycle that its source stands on, that of its target, whether '
  'it leads back to it, and for one that leads out the node that notes it.';
