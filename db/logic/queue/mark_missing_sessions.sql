/* The lock that a session holds for its worker goes with the session, whatever has ended it. */
create or replace function sluice_private.mark_missing_sessions()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held bigint[] := array(
    select (held.objid::bigint << 32) | held.pid
    from pg_locks as held
    where held.locktype = 'advisory'
      and held.objsubid = 2
      and held.classid = hashtext('sluice:worker')::oid
      and held.database = (
        select pg_database.oid from pg_database where pg_database.datname = current_database()
      )
      and held.granted
  );
begin
  update sluice_private.workers
  set session_missing_since =
    case when workers.session_missing_since is null then clock_timestamp() end
  where workers.session_pid is not null
    and (workers.session_missing_since is null)
      = (((workers.epoch % 2147483647) << 32) | workers.session_pid <> all (v_held));
end;
$$;

comment on function sluice_private.mark_missing_sessions() is
  'Notes of which workers the session has ended, and of which it is there again.';
