create or replace function sluice_private.problems_of_cycles(definition jsonb)
returns setof sluice.definition_problem
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
  v_sources int[];
  v_targets int[];
  v_order int[];
begin
  select e.sources, e.targets
  into v_sources, v_targets
  from sluice_private.numbered_edges(definition) as e;
  v_order := sluice_private.topological_order(cardinality(v_ids), v_sources, v_targets);
  if cardinality(v_order) < cardinality(v_ids) then
    return next sluice_private.problem(
      'cycle', null, '$.edges',
      format('edges form a cycle at or before %s', array(
        select v_ids[missing.node_no]
        from (
          select n as node_no from generate_series(1, cardinality(v_ids)) as n
          except
          select unnest(v_order)
        ) as missing
        order by missing.node_no
        limit 10
      )),
      'Remove the edge that leads back.'
    );
  end if;
end;
$$;

comment on function sluice_private.problems_of_cycles(jsonb) is
  'Edges that lead back, with the nodes that they keep from ever firing.';
