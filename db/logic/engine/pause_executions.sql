/* What a worker runs goes on to its end. What it has not begun comes back, and its job finds no
   lease; ready steps go first, as a step that admission moves meanwhile is then found as a lease.
   Deadlines of executions go on, too. One that is paused by its workflow or organization is
   held again: some of it may have become ready meanwhile, and a person's pause outlives theirs. */
create or replace function sluice_private.pause_executions(arrivals sluice_private.arrivals[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_pause sluice_private.arrivals;
begin
  for v_pause in
    select a.* from unnest(arrivals) as a where a.kind = 'pause'
  loop
    update sluice_private.live_executions as live
    set status = 'paused', paused_at = coalesce(live.paused_at, sluice_hidden.now()),
      error = v_pause.body::jsonb
    where live.organization_id = v_pause.organization_id
      and live.id = v_pause.execution_id
      and (live.paused_at is null or live.error ? 'scope');
    continue when not found;

    perform sluice_private.hold_ready(v_pause.organization_id, v_pause.execution_id);
    with lease as (
      delete from sluice_private.step_leases as lease
      where lease.organization_id = v_pause.organization_id
        and lease.execution_id = v_pause.execution_id
        and lease.bound_at is null
      returning lease.*
    )
    insert into sluice_private.blocked_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at, reason
    )
    select
      h.organization_id, h.execution_id, h.frame_id, h.step_no, h.generation, h.version_id,
      h.action, h.input, h.attempt, h.crashes, h.priority, h.ready_at, 'paused'
    from lease as h;

    update sluice_private.timers as timer
    set is_parked = true
    where timer.organization_id = v_pause.organization_id
      and timer.execution_id = v_pause.execution_id
      and timer.kind <> 'deadline';
  end loop;
end;
$$;

comment on function sluice_private.pause_executions(sluice_private.arrivals[]) is
  'Pauses locked executions that were asked to: nothing of them begins until they are resumed.';
