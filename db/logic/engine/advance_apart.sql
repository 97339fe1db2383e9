/* A door, of one execution at a time in the whole database. */
create or replace function sluice_private.advance_apart()
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
as $$
declare
  v_live record;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:apart', 0)) then
    return false;
  end if;
  select live.organization_id, live.id, live.paused_at is not null as is_paused
  into v_live
  from sluice_private.live_executions as live
  where live.apart_since is not null
    and (live.error ->> 'class') is distinct from 'engine'
  order by live.apart_since
  for update skip locked
  limit 1;
  if not found then
    return false;
  end if;

  update sluice_private.arrivals as arrival
  set is_parked = false
  where arrival.organization_id = v_live.organization_id
    and arrival.execution_id = v_live.id
    and arrival.is_parked
    and arrival.kind <> 'turn'
    and (arrival.kind = 'report' or not v_live.is_paused);
  update sluice_private.timers as timer
  set is_parked = false
  where timer.organization_id = v_live.organization_id
    and timer.execution_id = v_live.id
    and timer.is_parked
    and not v_live.is_paused;
  perform sluice_private.note_changes(array[v_live.organization_id], array[v_live.id]);
  perform sluice_private.advance_alone(v_live.organization_id, v_live.id);
  return true;
end;
$$;

comment on function sluice_private.advance_apart() is
  'Moves on the execution that was set apart first, alone; false where there is none.';
grant execute on function sluice_private.advance_apart() to sluice_worker;
