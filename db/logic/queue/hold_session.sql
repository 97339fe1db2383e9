/* A pooler answers a client with a process id of its own, or lends it another session for each
   transaction: only who knows its session's id has that session to itself. Shared, because a
   session that nobody has noticed the end of may still hold the lock. */
create or replace function sluice_private.hold_session(
  worker_id uuid,
  epoch bigint,
  process_id int
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_direct boolean := process_id = pg_backend_pid();
  v_is_held boolean := false;
  v_connection text;
begin
  if v_is_direct then
    v_is_held := pg_try_advisory_lock_shared(
      hashtext('sluice:worker'), (hold_session.epoch % 2147483647)::int
    );
  end if;
  update sluice_private.workers
  set
    connection = case when v_is_direct then 'direct' else 'pooled' end,
    session_pid = case when v_is_held then process_id end,
    session_missing_since = null
  where workers.id = hold_session.worker_id and workers.epoch = hold_session.epoch
  returning workers.connection into v_connection;
  return v_connection;
end;
$$;

comment on function sluice_private.hold_session(uuid, bigint, int) is
  'This worker lives as long as this session does. Says direct, or pooled if it is not the '
  'worker''s own; null: the worker has lost its epoch.';
grant execute on function sluice_private.hold_session(uuid, bigint, int) to sluice_worker;
