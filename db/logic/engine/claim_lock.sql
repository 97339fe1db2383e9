/* Where nobody stands in line the lock is taken at once; the stripe is never waited for. To look
   is a statement after locking it, for what it sees must include what the last holder did. */
create or replace function sluice_private.claim_lock(
  container sluice_private.containers,
  key text
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_free boolean;
begin
  if sluice_private.is_inside_lock(container, key) or exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    return true;
  end if;
  v_is_free := pg_try_advisory_xact_lock(
    hashtext('sluice:locks'),
    (sluice_private.event_topic(container.organization_id, claim_lock.key) & 1023)::int
  );
  v_is_free := v_is_free and not exists (
    select from sluice_private.lock_claims as claim
    where claim.key = claim_lock.key
      and claim.organization_id = container.organization_id
      and claim.state <> 'released'
  );
  insert into sluice_private.lock_claims (
    organization_id, key, execution_id, frame_id, step_no, generation, state
  )
  values (
    container.organization_id, claim_lock.key, container.execution_id, container.frame_id,
    container.step_no, container.generation, case when v_is_free then 'held' else 'new' end
  );
  update sluice_private.containers as c
  set waits_for = claim_lock.key
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no
    and not v_is_free;
  return v_is_free;
end;
$$;

comment on function sluice_private.claim_lock(sluice_private.containers, text) is
  'Takes the lock of a key for a group, or a place in the line for it; whether it has it. In a '
  'simulation every lock is free.';
