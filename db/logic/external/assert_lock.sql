create or replace function sluice_private.assert_lock(worker_id text, minutes int)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if length(worker_id) between 1 and 200 and minutes between 1 and 1440 then
    return;
  end if;
  raise exception using
    errcode = 'SLVAL',
    message = case when length(worker_id) between 1 and 200
      then 'a lock lasts 1 to 1,440 minutes' else 'a worker needs a name' end,
    hint = 'Give each worker a name of its own, of at most 200 characters, and take a lock again '
      'with acquire_queue_lock to prolong it.';
end;
$$;

comment on function sluice_private.assert_lock(text, int) is
  'Raises SLVAL unless a worker may go by this name and hold a lock for so many minutes.';
