create or replace function sluice_private.compile_outputs(
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
  update sluice.workflow_steps as step
  set
    output_template = node.data -> 'output',
    output_slots = compiled.slots,
    output_paths = compiled.paths,
    output_roots = compiled.roots,
    output_refs = array(
      select distinct array_position(v_ids, ref)
      from unnest(compiled.refs) as ref
      where ref <> node.node_id
      order by 1
    )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    node.data -> 'output', 'output', v_ids, named.outer_names
  ) as compiled
  where node.type <> 'end'
    and node.data ? 'output'
    and step.organization_id = compile_outputs.organization_id
    and step.version_id = compile_outputs.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_outputs(uuid, uuid, jsonb) is
  'Completes the steps of a version whose output is replaced.';
