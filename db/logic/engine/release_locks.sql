/* A claim is released whatever its state: who is being given the lock just now gives it back. */
create or replace function sluice_private.release_locks(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[],
  step_nos int[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.lock_claims as claim
  set state = 'released'
  where claim.organization_id = release_locks.organization_id
    and claim.execution_id = release_locks.execution_id
    and (frame_ids is null or claim.frame_id = any (frame_ids))
    and (step_nos is null or claim.step_no = any (step_nos));
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = release_locks.organization_id
    and awaited.execution_id = release_locks.execution_id
    and (frame_ids is null or awaited.frame_id = any (frame_ids))
    and (step_nos is null or awaited.step_no = any (step_nos));
end;
$$;

comment on function sluice_private.release_locks(uuid, uuid, bigint[], int[]) is
  'Gives back the locks of an execution, or of these frames and steps of it, and places in line '
  'for one; what was awaited there is awaited no longer.';
