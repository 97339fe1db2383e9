create or replace function sluice_private.compile_overlaps(
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
  v_policies jsonb := (
    select jsonb_object_agg(node.node_no, case node.data #>> '{config,overlap}'
      when 'cancel_previous' then 'cancel_oldest' else node.data #>> '{config,overlap}' end)
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger'
      and node.data ->> 'trigger' = any (sluice_private.scheduled_triggers())
      and node.data #>> '{config,overlap}' in ('skip', 'queue', 'cancel_previous')
  );
begin
  if v_policies is not null then
    update sluice.workflow_versions as version
    set limits = coalesce(version.limits, '{"rules": [], "keys": [], "slots": []}')
      || jsonb_build_object('overlaps', v_policies)
    where version.organization_id = compile_overlaps.organization_id
      and version.id = compile_overlaps.version_id;
  end if;
end;
$$;

comment on function sluice_private.compile_overlaps(uuid, uuid, jsonb) is
  'Adds to the limits of a version, for each schedule whose executions may not overlap, by its '
  'step: what becomes of one too many.';
