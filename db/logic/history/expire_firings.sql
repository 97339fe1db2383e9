/* Those that have started an execution go with it. */
create or replace function sluice_private.expire_firings()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_default interval := sluice_private.default_retention();
  v_count int;
begin
  delete from sluice.workflow_trigger_firings as old
  using (
    select past.organization_id, past.id
    from sluice.organizations as o
    cross join lateral (
      select f.organization_id, f.id
      from sluice.workflow_trigger_firings as f
      where f.organization_id = o.id
        and f.id < sluice_hidden.uuid_floor(v_now - o.retention)
        and f.status <> 'started'
      order by f.id
      limit 1000
    ) as past
    where o.retention < v_default
    limit 1000
  ) as gone
  where old.organization_id = gone.organization_id
    and old.id = gone.id;
  get diagnostics v_count = row_count;
  return v_count > 0;
end;
$$;

comment on function sluice_private.expire_firings() is
  'Deletes up to 1,000 firings that started nothing, of organizations that keep theirs for less '
  'than the default; false when there were none.';
