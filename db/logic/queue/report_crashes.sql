/* Steps that run in a process of their own: their worker has outlived them. */
create or replace function sluice_private.report_crashes(
  worker_id uuid,
  epoch bigint,
  tokens bigint[]
)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
begin
  return sluice_private.count_crashes(array(
    select lease
    from sluice_private.step_leases as lease
    where lease.worker_id = v_worker.id
      and lease.epoch = v_worker.epoch
      and lease.token = any (tokens)
    order by lease.token
  ));
end;
$$;

comment on function sluice_private.report_crashes(uuid, bigint, bigint[]) is
  'The process in which this worker ran these steps died: they go back, or fail after the third '
  'time. Says how many.';
grant execute on function sluice_private.report_crashes(uuid, bigint, bigint[]) to sluice_worker;
