/* A job whose completion was lost stays locked for hours, though its lease is long gone. */
create or replace function sluice_private.delete_spent_jobs()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  delete from graphile_worker._private_jobs as job
  where job.key like 'sluice:%'
    and coalesce(job.locked_at, job.created_at) < clock_timestamp() - interval '1 minute'
    and not exists (
      select from sluice_private.step_leases as lease
      where lease.slot = substr(job.key, 8)::bigint
    );
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.delete_spent_jobs() is
  'Deletes graphile jobs that have no lease any more; says how many.';
