create or replace function sluice_private.expire_keys()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_count int;
begin
  delete from sluice_private.idempotency_keys as stale
  using (
    select k.organization_id, k.workflow_id, k.key
    from sluice_private.idempotency_keys as k
    where k.expires_at < v_now
    order by k.expires_at
    limit 1000
    for update skip locked
  ) as old
  where stale.organization_id = old.organization_id
    and stale.workflow_id = old.workflow_id
    and stale.key = old.key;
  get diagnostics v_count = row_count;
  return v_count > 0;
end;
$$;

comment on function sluice_private.expire_keys() is
  'Deletes up to 1,000 idempotency keys that have expired; false when there were none.';
