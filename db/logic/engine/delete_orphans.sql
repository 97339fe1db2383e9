create or replace function sluice_private.delete_orphans(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.arrivals as orphan
  using (
    select pair.* from unnest(organization_ids, execution_ids)
      as pair (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as pair
  where orphan.organization_id = any (array[pair.organization_id])
    and orphan.execution_id = pair.execution_id
    and not exists (
      select from sluice_private.live_executions as live
      where live.organization_id = pair.organization_id and live.id = pair.execution_id
      offset 0
    );
end;
$$;

comment on function sluice_private.delete_orphans(uuid[], uuid[]) is
  'Forgets what has arrived at executions that have ended meanwhile.';
