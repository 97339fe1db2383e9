create or replace function sluice.tick()
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_advanced int;
begin
  perform sluice_hidden.assert_operator('tick');
  perform sluice_private.limit_idling();
  perform sluice_private.match_events(1000);
  perform sluice_private.fire_due(1000);
  perform sluice_private.fire_schedules(1000);
  v_advanced := sluice_private.advance_batch(1000);
  if v_advanced = 0 and sluice_private.advance_apart() then
    v_advanced := 1;
  end if;
  perform sluice_private.admit();
  v_advanced := v_advanced + sluice_private.pass_locks(1000);
  if sluice_private.advance_bulk() then
    v_advanced := greatest(v_advanced, 1);
  end if;
  return v_advanced;
end;
$$;

comment on function sluice.tick() is
  'Does by hand what workers do all the time: advances what is pending, admits what may run; '
  'says how many executions and locks moved.';
grant execute on function sluice.tick() to sluice_admin;
