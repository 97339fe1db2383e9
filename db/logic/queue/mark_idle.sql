create or replace function sluice_private.mark_idle(worker_id uuid, epoch bigint)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.workers
  set is_idle = true
  where workers.id = mark_idle.worker_id
    and workers.epoch = mark_idle.epoch
    and not workers.is_idle;
end;
$$;

comment on function sluice_private.mark_idle(uuid, bigint) is
  'This worker is about to sleep: starts notify it from now on, until it finds much to '
  'do. It polls once more after this.';
grant execute on function sluice_private.mark_idle(uuid, bigint) to sluice_worker;
