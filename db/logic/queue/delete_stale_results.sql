create or replace function sluice_private.delete_stale_results()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_count int;
begin
  delete from sluice_private.cached_results as stale
  using (
    select c.organization_id, c.action, c.key, c.expires_at, c.id
    from sluice_private.cached_results as c
    where c.expires_at <= v_now
    order by c.expires_at
    limit 1000
    for update skip locked
  ) as old
  where stale.organization_id = old.organization_id
    and stale.action = old.action
    and stale.key = old.key
    and stale.expires_at = old.expires_at
    and stale.id = old.id;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.delete_stale_results() is
  'Deletes up to 1,000 cached results that have expired; says how many.';
