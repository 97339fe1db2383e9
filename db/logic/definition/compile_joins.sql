create or replace function sluice_private.compile_joins(
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
    config = jsonb_build_object('sources', known.sources, 'origins', known.origins),
    roots = array(select distinct root from unnest(step.roots || 'steps'::text) as root order by 1),
    refs = array(
      select distinct ref
      from unnest(step.refs || array(
        select array_position(v_ids, origin.id) from unnest(known.ids) as origin (id)
      )) as ref
      order by 1
    )
  from (
    select source.node_id, array_agg(source.origin) as ids,
      jsonb_agg(distinct array_position(v_ids, source.source)) as sources,
      jsonb_object_agg(source.edge_id, source.origin) as origins
    from sluice_private.live_sources(definition) as source
    group by source.node_id
  ) as known
  where step.organization_id = compile_joins.organization_id
    and step.version_id = compile_joins.version_id
    and step.node_id = known.node_id;
end;
$$;

comment on function sluice_private.compile_joins(uuid, uuid, jsonb) is
  'Completes the steps of a version that are joins: which steps lead to them, and whose output '
  'each edge stands for.';
