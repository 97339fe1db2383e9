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
  if num_nulls(worker_id, host, pid, actions, version) > 0
    or (concurrency between 1 and 10000) is not true
    or exists (select from unnest(actions) as served where served is null)
  then
    raise exception using
      errcode = 'SLVAL',
      message = format('worker %s cannot be registered', coalesce(worker_id::text, 'null')),
      detail = 'It has an id, a host, a pid and a version, serves actions, and runs 1 to 10,000 '
        'steps at once.',
      hint = 'Set SLUICE_CONCURRENCY and SLUICE_ACTIONS to what there is, or leave them out.';
  end if;
  insert into sluice_private.workers (id, epoch, host, pid, actions, concurrency, version)
  values (
    worker_id, v_epoch, host, pid,
    array(select distinct served from unnest(actions) as served order by served),
    concurrency, version
  )
  on conflict on constraint workers_pkey do nothing;
  if not found then
    raise exception using
      errcode = 'SLDUP',
      message = format('worker %s is registered', worker_id),
      hint = 'A process that starts takes an id of its own.';
  end if;
  return v_epoch;
end;
$$;

comment on function sluice_private.register_worker(uuid, text, int, text[], int, text) is
  'Registers a worker process: what it serves and how many steps at once; returns its epoch.';
grant execute on function sluice_private.register_worker(uuid, text, int, text[], int, text)
to sluice_worker;
