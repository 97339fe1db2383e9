/* What cancels or pauses the step has to wait for this transaction, and the pump with it. */
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
  'Has Postgres end the session if its transaction, which holds a step, sits idle for 10 seconds.';
