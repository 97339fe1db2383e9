create or replace function sluice_hidden.now()
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_clock text := nullif(current_setting('sluice.clock', true), '');
begin
  if v_clock is null then
    return clock_timestamp();
  elsif not exists (select from sluice_private.test_mode) and not exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    return clock_timestamp();
  end if;
  return v_clock::timestamptz;
end;
$$;

comment on function sluice_hidden.now() is
  'The present. In test mode, and in a simulation, the setting sluice.clock holds it at an '
  'instant.';
grant execute on function sluice_hidden.now()
to sluice_visitor, sluice_member, sluice_admin, sluice_worker, sluice_actor;
