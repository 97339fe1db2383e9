/* Kahn's algorithm (1962), in time linear in nodes and edges. */
create or replace function sluice_private.topological_order(
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
  v_degree int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_head int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_next int[] := array_fill(0, array[greatest(cardinality(sources), 1)]);
  v_order int[] := array[]::int[];
  v_at int := 1;
  v_edge int;
  v_target int;
begin
  for v_edge in 1 .. cardinality(sources) loop
    v_next[v_edge] := v_head[sources[v_edge]];
    v_head[sources[v_edge]] := v_edge;
    v_degree[targets[v_edge]] := v_degree[targets[v_edge]] + 1;
  end loop;
  for v_target in 1 .. node_count loop
    if v_degree[v_target] = 0 then
      v_order := v_order || v_target;
    end if;
  end loop;
  while v_at <= cardinality(v_order) loop
    v_edge := v_head[v_order[v_at]];
    while v_edge <> 0 loop
      v_target := targets[v_edge];
      v_degree[v_target] := v_degree[v_target] - 1;
      if v_degree[v_target] = 0 then
        v_order := v_order || v_target;
      end if;
      v_edge := v_next[v_edge];
    end loop;
    v_at := v_at + 1;
  end loop;
  return v_order;
end;
$$;

comment on function sluice_private.topological_order(int, int[], int[]) is
  'Node numbers so that every edge leads forward; a node on a cycle, or behind one, is left out.';
