create or replace function sluice_private.find_worker(worker_id uuid, epoch bigint)
returns sluice_private.workers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_worker sluice_private.workers;
begin
  select w.*
  into v_worker
  from sluice_private.workers as w
  where w.id = find_worker.worker_id and w.epoch = find_worker.epoch;
  if not found then
    raise exception using
      errcode = 'SLSTL',
      message = format('worker %s has lost its epoch', coalesce(worker_id::text, 'null')),
      detail = 'It was silent for too long, and its steps were given to others.',
      hint = 'Exit, and let the supervisor start the process again.';
  end if;
  return v_worker;
end;
$$;

comment on function sluice_private.find_worker(uuid, bigint) is
  'The worker, if it still holds this epoch; else SLSTL.';
