create or replace function sluice_private.why_locked(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 5, format(
    'Group %s waits for the lock %s, which %s.',
    sluice_private.step_label(live, claim.frame_id, claim.step_no), claim.key,
    coalesce('is held by ' || (
      select case holder.execution_id when live.id then 'another step of it'
        else 'execution ' || holder.execution_id end
      from sluice_private.lock_claims as holder
      where holder.key = claim.key
        and holder.organization_id = claim.organization_id
        and holder.state = 'held'
    ), 'is about to be given to the next in line')
  )
  from sluice_private.lock_claims as claim
  where claim.organization_id = live.organization_id
    and claim.execution_id = live.id
    and claim.state in ('new', 'waiting');
end;

comment on function sluice_private.why_locked(sluice_private.live_executions) is
  'Locks that groups of an execution wait for, and who has them.';
