create or replace function sluice_private.limit_starts(
  version sluice.workflow_versions,
  execution_ids uuid[],
  generation int
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    insert into sluice_private.arrivals (organization_id, execution_id, kind)
    select version.organization_id, item.id, 'start'
    from unnest(execution_ids) as item (id);
    return;
  end if;
  insert into sluice_private.limited_executions (
    organization_id, execution_id, workflow_id, generation, limits, priority, limited_at
  )
  select
    version.organization_id, item.id, version.workflow_id, limit_starts.generation,
    sluice_private.limits_of(version, item.id), version.priority, sluice_hidden.now()
  from unnest(execution_ids) as item (id);
end;
$$;

comment on function sluice_private.limit_starts(sluice.workflow_versions, uuid[], int) is
  'Has executions stand in line for admission. A simulation waits for nobody.';
