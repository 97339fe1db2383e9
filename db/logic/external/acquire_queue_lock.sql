create or replace function sluice.acquire_queue_lock(
  queue_id uuid,
  worker_id text,
  lock_duration_minutes int default 30
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item sluice_private.queue_item := sluice_private.find_queue_item(queue_id);
  v_ready sluice_private.ready_steps;
begin
  perform sluice_private.assert_lock(worker_id, lock_duration_minutes);
  perform sluice_private.hold_execution(v_item.organization_id, v_item.execution_id);
  update sluice_private.step_leases as held
  set expires_at = clock_timestamp() + make_interval(mins => lock_duration_minutes)
  where held.organization_id = v_item.organization_id
    and (held.slot, held.token) = (v_item.token & -32, v_item.token)
    and held.holder = acquire_queue_lock.worker_id
    and held.expires_at > clock_timestamp()
    and not sluice_private.is_told(held);
  if found then
    return true;
  end if;
  select ready.*
  into v_ready
  from sluice_private.ready_steps as ready
  where ready.organization_id = v_item.organization_id
    and ready.execution_id = v_item.execution_id
    and ready.frame_id = v_item.frame_id
    and ready.step_no = v_item.step_no
    and ready.generation = v_item.generation
    and not sluice_private.has_limits(ready)
  limit 1
  for update skip locked;
  if not found then
    return false;
  end if;
  perform sluice_private.lock_step(v_ready, worker_id, lock_duration_minutes);
  return true;
end;
$$;

comment on function sluice.acquire_queue_lock(uuid, text, int) is
  'Gives a worker that speaks SQL this step of the queue, or prolongs the lock that it has; '
  'false: somebody else has it, it may not run yet, or it has limits.';
grant execute on function sluice.acquire_queue_lock(uuid, text, int)
to sluice_member, sluice_admin;
