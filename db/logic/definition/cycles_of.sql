create or replace function sluice_private.cycles_of(definition jsonb)
returns table (cycle int, node_id text, is_entry boolean, header text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set jit = off
set enable_nestloop = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
  v_sources int[];
  v_targets int[];
  v_component int[];
begin
  select
    coalesce(array_agg(source.node_no order by edge.edge_no), '{}'),
    coalesce(array_agg(target.node_no order by edge.edge_no), '{}')
  into v_sources, v_targets
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target;
  v_component := sluice_private.strong_components(cardinality(v_ids), v_sources, v_targets);
  return query
  with edges as (
    select edge.target, v_component[edge.source] as leaves, v_component[edge.target] as enters
    from unnest(v_sources, v_targets) as edge (source, target)
  ),
  members as (
    select member.component, v_ids[member.node_no] as node_id, entered.target is not null as entry
    from unnest(v_component) with ordinality as member (component, node_no)
    inner join (
      select distinct edges.enters as component from edges where edges.leaves = edges.enters
    ) as cyclic on cyclic.component = member.component
    left join (
      select distinct edges.target from edges where edges.leaves <> edges.enters
    ) as entered on entered.target = member.node_no
  )
  select m.component, m.node_id, m.entry,
    case when count(*) filter (where m.entry) over (partition by m.component) = 1
      then min(m.node_id) filter (where m.entry) over (partition by m.component) end
  from members as m;
end;
$$;

comment on function sluice_private.cycles_of(jsonb) is
  'The nodes that stand on cycles of edges: in which, whether edges enter it there, and where a '
  'single node is entered, that node.';
