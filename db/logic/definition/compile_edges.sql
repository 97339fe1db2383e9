create or replace function sluice_private.compile_edges(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  insert into sluice.workflow_edges (
    organization_id, version_id, source, edge_no, edge_id, target, port, guard, guard_refs,
    guard_reads
  )
  select
    compile_edges.organization_id, compile_edges.version_id, source.node_no, edge.edge_no,
    edge.edge_id, target.node_no, edge.port, guard.path,
    array(select distinct array_position(v_ids, ref) from unnest(guard.refs) as ref order by 1),
    sluice_private.reads_of(array[guard.path])
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target
  inner join sluice_private.item_names(definition) as named on named.node_id = edge.source
  left join lateral sluice_private.compile_condition(
    edge.guard, v_ids, named.outer_names
  ) as guard on edge.guard is not null;

  update sluice.workflow_steps
  set is_referenced = true
  where workflow_steps.organization_id = compile_edges.organization_id
    and workflow_steps.version_id = compile_edges.version_id
    and workflow_steps.step_no in (
      select unnest(reader.refs || reader.result_refs || reader.output_refs)
      from sluice.workflow_steps as reader
      where reader.organization_id = compile_edges.organization_id
        and reader.version_id = compile_edges.version_id
      union
      select unnest(edge.guard_refs)
      from sluice.workflow_edges as edge
      where edge.organization_id = compile_edges.organization_id
        and edge.version_id = compile_edges.version_id
    );
end;
$$;

comment on function sluice_private.compile_edges(uuid, uuid, jsonb) is
  'Writes the edges of a version and marks the steps whose outputs are read.';
