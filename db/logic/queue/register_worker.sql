create or replace function sluice_private.register_worker(
  worker_id uuid,
  host text,
  pid int,
  actions text[],
  concurrency int,
  version text default ''
)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_epoch bigint := nextval('sluice_private.worker_epoch');
begin
  insert into sluice_private.workers (id, epoch, host, pid, actions, concurrency, version)
  values (
    worker_id, v_epoch, host, pid,
    array(select distinct served from unnest(actions) as served order by served),
    concurrency, version
  );
  return v_epoch;
end;
$$;

comment on function sluice_private.register_worker(uuid, text, int, text[], int, text) is
  'Registers a worker process: what it serves and how many steps at once; returns its epoch.';
grant execute on function sluice_private.register_worker(uuid, text, int, text[], int, text)
to sluice_worker;
