create or replace function sluice_private.compile_version(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expanded jsonb := sluice_private.expand_cycles(
    sluice_private.expand_presets(definition)
  );
begin
  perform sluice_private.compile_steps(organization_id, version_id, v_expanded);
  perform sluice_private.compile_containers(organization_id, version_id, v_expanded);
  perform sluice_private.compile_caches(organization_id, version_id, v_expanded);
  perform sluice_private.compile_limits(organization_id, version_id, v_expanded);
  perform sluice_private.compile_enrolment(organization_id, version_id, v_expanded);
  perform sluice_private.compile_overlaps(organization_id, version_id, v_expanded);
  perform sluice_private.compile_compensations(organization_id, version_id, v_expanded);
  perform sluice_private.compile_outputs(organization_id, version_id, v_expanded);
  perform sluice_private.compile_calls(organization_id, version_id, v_expanded);
  perform sluice_private.compile_joins(organization_id, version_id, v_expanded);
  perform sluice_private.compile_regions(organization_id, version_id, v_expanded);
  perform sluice_private.compile_edges(organization_id, version_id, v_expanded);
  perform sluice_private.compile_successors(organization_id, version_id);
  perform sluice_private.compile_openings(organization_id, version_id);
  perform sluice_private.compile_ends(organization_id, version_id);
  perform sluice_private.compile_followers(organization_id, version_id);
end;
$$;

comment on function sluice_private.compile_version(uuid, uuid, jsonb) is
  'Writes the steps and edges of a version; the definition must be valid.';
