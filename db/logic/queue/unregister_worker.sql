create or replace function sluice_private.unregister_worker(worker_id uuid, epoch bigint)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.workers
  where workers.id = unregister_worker.worker_id and workers.epoch = unregister_worker.epoch;
  if not found then
    return;
  end if;
  perform sluice_private.return_leases(array(
    select lease
    from sluice_private.step_leases as lease
    where lease.worker_id = unregister_worker.worker_id
       or (lease.worker_id is null
         and not exists (select from sluice_private.workers where not workers.is_draining))
    order by lease.token
  ), 0);
  perform sluice_private.tick_workers();
end;
$$;

comment on function sluice_private.unregister_worker(uuid, bigint) is
  'A worker leaves: what it still holds goes back to the backlog, uncounted.';
grant execute on function sluice_private.unregister_worker(uuid, bigint) to sluice_worker;
