/* Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm (2001). Without cycles one pass in
   topological order is enough. 0 is the virtual root before all nodes without predecessors. */
create or replace function sluice_private.immediate_dominators(
  node_count int,
  sources int[],
  targets int[]
)
returns int[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_order int[] := sluice_private.topological_order(node_count, sources, targets);
  v_rank int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_idom int[] := array_fill(-1, array[greatest(node_count, 1)]);
  v_edge record;
  v_a int;
  v_b int;
begin
  for v_edge in
    select o.node_no, o.rank::int from unnest(v_order) with ordinality as o (node_no, rank)
  loop
    v_rank[v_edge.node_no] := v_edge.rank;
  end loop;
  for v_edge in
    select node.node_no, edge.source
    from unnest(v_order) with ordinality as node (node_no, rank)
    left join unnest(sources, targets) as edge (source, target) on edge.target = node.node_no
    order by node.rank
  loop
    v_a := coalesce(v_edge.source, 0);
    v_b := v_idom[v_edge.node_no];
    while v_b <> -1 and v_a <> v_b loop
      if coalesce(v_rank[nullif(v_a, 0)], 0) > coalesce(v_rank[nullif(v_b, 0)], 0) then
        v_a := v_idom[v_a];
      else
        v_b := v_idom[v_b];
      end if;
    end loop;
    v_idom[v_edge.node_no] := v_a;
  end loop;
  return v_idom;
end;
$$;

comment on function sluice_private.immediate_dominators(int, int[], int[]) is
  'For each node the last one that every path to it passes; 0 where there is none.';
