/* One pass over the edges, component by component in topological order: each component carries a
   bit for every step that is read somewhere, set once a path leads from that step into it. Around
   a cycle a path leads from each of its steps to each. */
create or replace function sluice_private.find_unreached(
  definition jsonb,
  readers text[],
  refs text[]
)
returns setof int
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sources int[];
  v_targets int[];
  v_component int[];
  v_count int := cardinality(sluice_private.definition_node_ids(definition));
  v_bits int[] := array_fill(-1, array[greatest(v_count, 1)]);
  v_size int := 0;
  v_above bit varying[];
  v_edge record;
  v_read record;
begin
  select e.sources, e.targets
  into v_sources, v_targets
  from sluice_private.numbered_edges(definition) as e;
  v_component := sluice_private.strong_components(v_count, v_sources, v_targets);
  for v_read in
    select distinct node.node_no
    from unnest(refs) as ref
    inner join sluice_private.definition_nodes(definition) as node on node.node_id = ref
  loop
    v_bits[v_read.node_no] := v_size;
    v_size := v_size + 1;
  end loop;

  v_above := array_fill(repeat('0', v_size)::bit varying, array[greatest(v_count, 1)]);
  for v_edge in
    select edge.source, v_component[edge.source] as leaves, v_component[edge.target] as enters
    from unnest(v_sources, v_targets) as edge (source, target)
    order by v_component[edge.source], v_component[edge.target]
  loop
    v_above[v_edge.enters] := v_above[v_edge.enters] | case
      when v_bits[v_edge.source] < 0 then v_above[v_edge.leaves]
      else set_bit(v_above[v_edge.leaves], v_bits[v_edge.source], 1)
    end;
  end loop;
  return query
  select pair.ordinal::int
  from unnest(readers, refs) with ordinality as pair (reader, ref, ordinal)
  inner join sluice_private.definition_nodes(definition) as reader
    on reader.node_id = pair.reader
  inner join sluice_private.definition_nodes(definition) as ref
    on ref.node_id = pair.ref
  where get_bit(v_above[v_component[reader.node_no]], v_bits[ref.node_no]) = 0;
end;
$$;

comment on function sluice_private.find_unreached(jsonb, text[], text[]) is
  'Of these pairs of nodes, the places of those whose second is not upstream of the first.';
