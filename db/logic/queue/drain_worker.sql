create or replace function sluice_private.drain_worker(worker_id uuid, epoch bigint)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.workers
  set is_draining = true, is_idle = false
  where workers.id = drain_worker.worker_id and workers.epoch = drain_worker.epoch;
end;
$$;

comment on function sluice_private.drain_worker(uuid, bigint) is
  'This worker takes no new steps; it finishes those it runs.';
grant execute on function sluice_private.drain_worker(uuid, bigint) to sluice_worker;
