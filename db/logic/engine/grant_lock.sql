create or replace function sluice_private.grant_lock(next sluice_private.lock_claims)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform
  from sluice_private.lock_claims as claim
  where claim.organization_id = next.organization_id
    and claim.execution_id = next.execution_id
    and claim.frame_id = next.frame_id
    and claim.step_no = next.step_no
    and claim.seq = next.seq
    and claim.state in ('new', 'waiting')
  order by claim.seq
  for update skip locked;
  if not found then
    return false;
  end if;

  update sluice_private.lock_claims as claim
  set state = 'held'
  where claim.organization_id = next.organization_id
    and claim.execution_id = next.execution_id
    and claim.frame_id = next.frame_id
    and claim.step_no = next.step_no
    and claim.seq = next.seq;
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation
  )
  values (
    next.organization_id, next.execution_id, 'lock', next.frame_id, next.step_no, next.generation
  );
  return true;
end;
$$;

comment on function sluice_private.grant_lock(sluice_private.lock_claims) is
  'Gives the lock to this claim, and tells its execution; false where somebody is taking the claim '
  'away.';
