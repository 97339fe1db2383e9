create or replace function sluice.cleanup_expired_queue_locks()
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('clean up locks');
  return sluice_private.expire_locks();
end;
$$;

comment on function sluice.cleanup_expired_queue_locks() is
  'Does at once what the sweeper does every few seconds: takes back locks that have expired, or '
  'were given back; says how many.';
grant execute on function sluice.cleanup_expired_queue_locks() to sluice_admin;
