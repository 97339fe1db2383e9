create or replace function sluice_private.limit_idling()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('idle_in_transaction_session_timeout', '10s', true);
end;
$$;

comment on function sluice_private.limit_idling() is
  'Has Postgres end the session if its transaction, which others wait for, sits idle for 10 s.';
