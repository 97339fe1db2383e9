/* Tarjan: Depth-First Search and Linear Graph Algorithms (1972), without recursion, in time linear
   in nodes and edges. It finds the last component first. */
create or replace function sluice_private.strong_components(
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
  v_edge int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_next int[] := array_fill(0, array[greatest(cardinality(sources), 1)]);
  v_seen int[] := v_edge;
  v_low int[] := v_edge;
  v_component int[] := v_edge;
  v_open int[] := v_edge;
  v_open_size int := 0;
  v_path int[] := v_edge;
  v_depth int := 0;
  v_clock int := 0;
  v_number int := node_count;
  v_node int;
  v_target int;
begin
  for v_no in 1 .. cardinality(sources) loop
    v_next[v_no] := v_edge[sources[v_no]];
    v_edge[sources[v_no]] := v_no;
  end loop;
  for v_root in 1 .. node_count loop
    v_path[1] := v_root;
    v_depth := (v_seen[v_root] = 0)::int;
    while v_depth > 0 loop
      v_node := v_path[v_depth];
      if v_seen[v_node] = 0 then
        v_clock := v_clock + 1;
        v_seen[v_node] := v_clock;
        v_low[v_node] := v_clock;
        v_open_size := v_open_size + 1;
        v_open[v_open_size] := v_node;
      end if;
      if v_edge[v_node] <> 0 then
        v_target := targets[v_edge[v_node]];
        if v_seen[v_target] = 0 then
          v_depth := v_depth + 1;
          v_path[v_depth] := v_target;
          continue;
        elsif v_component[v_target] = 0 then
          v_low[v_node] := least(v_low[v_node], v_low[v_target]);
        end if;
        v_edge[v_node] := v_next[v_edge[v_node]];
        continue;
      end if;
      v_depth := v_depth - 1;
      if v_low[v_node] = v_seen[v_node] then
        while v_component[v_node] = 0 loop
          v_component[v_open[v_open_size]] := v_number;
          v_open_size := v_open_size - 1;
        end loop;
        v_number := v_number - 1;
      end if;
    end loop;
  end loop;
  return v_component;
end;
$$;

comment on function sluice_private.strong_components(int, int[], int[]) is
  'For each node the number of its strong component; edges between two lead to the higher one.';
