/* Somebody's open transaction may have enrolled the record, or claimed the key: to wait for it
   would hold up all organizations. */
create or replace function sluice_private.fire_at_once(firings sluice_private.trigger_firing[])
returns table (ordinal int, execution_id uuid, reason text, is_duplicate boolean)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '250ms'
as $$
declare
  v_before text := coalesce(current_setting('sluice.waits', true), '');
begin
  perform set_config('sluice.waits', 'off', true);
  return query select fired.* from sluice_private.fire_triggers(firings) as fired;
  perform set_config('sluice.waits', v_before, true);
end;
$$;

comment on function sluice_private.fire_at_once(sluice_private.trigger_firing[]) is
  'fire_triggers, for the pump: what would have to wait for another transaction is deferred.';
