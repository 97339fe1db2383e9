create or replace function sluice_private.queue_start(
  organization_id uuid,
  version_id uuid,
  execution_id uuid,
  generation int
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version sluice.workflow_versions;
begin
  select version.*
  into v_version
  from sluice.workflow_versions as version
  where version.organization_id = queue_start.organization_id
    and version.id = queue_start.version_id;
  if sluice_private.is_limited(v_version) then
    perform sluice_private.limit_starts(v_version, array[execution_id], generation);
  else
    insert into sluice_private.arrivals (organization_id, execution_id, kind, generation)
    values (queue_start.organization_id, queue_start.execution_id, 'start', queue_start.generation);
  end if;
end;
$$;

comment on function sluice_private.queue_start(uuid, uuid, uuid, int) is
  'Has an execution begin that the engine starts; under limits it waits for admission.';
