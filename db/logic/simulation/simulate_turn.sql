/* In the order in which it would happen: what has arrived, then workers and children,
   then the next timer; but time ends in the year 20,000, long before PostgreSQL's does. A condition
   that does not read the time stays as it is, so nobody need look at it again. */
create or replace function sluice_private.simulate_turn(
  organization_id uuid,
  execution_id uuid,
  mocks jsonb
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due timestamptz;
begin
  perform sluice_private.advance_locked(array[organization_id], array[execution_id]);
  if exists (
    select from sluice_private.arrivals as arrival
    where arrival.organization_id = simulate_turn.organization_id
      and arrival.execution_id = simulate_turn.execution_id
      and not arrival.is_parked
  ) or sluice_private.simulate_worker(organization_id, execution_id, mocks)
    + sluice_private.simulate_children(organization_id, execution_id, mocks)
    + sluice_private.simulate_waits(organization_id, execution_id, mocks) > 0
  then
    return true;
  end if;
  select min(timer.due_at)
  into v_due
  from sluice_private.timers as timer
  where timer.organization_id = simulate_turn.organization_id
    and timer.execution_id = simulate_turn.execution_id
    and not timer.is_parked
    and not (timer.kind = 'poll' and exists (
      select
      from sluice_private.waits as w
      inner join sluice.workflow_steps as step
        on step.organization_id = w.organization_id
        and step.version_id = w.version_id
        and step.step_no = w.step_no
      where w.organization_id = timer.organization_id
        and w.execution_id = timer.execution_id
        and w.frame_id = timer.frame_id
        and w.step_no = timer.step_no
        and not 'now' = any (step.roots)
    ));
  if v_due is null or v_due > '20000-01-01' then
    return false;
  end if;
  perform set_config('sluice.clock', greatest(v_due, sluice_hidden.now())::text, true);
  return true;
end;
$$;

comment on function sluice_private.simulate_turn(uuid, uuid, jsonb) is
  'Moves a simulated execution on, and the clock with it; false when nothing is left to come.';
