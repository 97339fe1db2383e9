create or replace function sluice_private.stray_groups()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a lock that is claimed has a group', l.organization_id, l.execution_id,
    format('%s is %s, and its group is gone', l.key, l.state)
  from sluice_private.lock_claims as l
  where l.state <> 'released'
    and not exists (
      select from sluice_private.containers as c
      where c.organization_id = l.organization_id
        and c.execution_id = l.execution_id
        and c.frame_id = l.frame_id
        and c.step_no = l.step_no
    )
  union all
  select 'a lock that is waited for has a holder', l.organization_id, l.execution_id,
    format('nobody holds %s', l.key)
  from sluice_private.lock_claims as l
  where l.state = 'waiting'
    and not exists (
      select from sluice_private.lock_claims as ahead
      where ahead.organization_id = l.organization_id
        and ahead.key = l.key
        and ahead.state <> 'waiting'
    )
  union all
  select 'a group that waits for a lock has a claim', c.organization_id, c.execution_id,
    format('step %s waits for %s, and stands in no line', c.step_no, c.waits_for)
  from sluice_private.containers as c
  where c.waits_for is not null
    and not exists (
      select from sluice_private.lock_claims as l
      where l.organization_id = c.organization_id
        and l.execution_id = c.execution_id
        and l.frame_id = c.frame_id
        and l.step_no = c.step_no
        and (l.state in ('new', 'waiting') or l.state = 'held' and exists (
          select from sluice_private.arrivals as a
          where a.organization_id = c.organization_id
            and a.execution_id = c.execution_id
            and a.frame_id = c.frame_id
            and a.step_no = c.step_no
            and a.kind = 'lock'
        ))
    )
  union all
  select 'a step that waits for its turn comes after another', a.organization_id, a.execution_id,
    format('step %s waits, and it is the turn of none', a.step_no)
  from sluice_private.arrivals as a
  where a.kind = 'turn'
    and not exists (
      select from sluice_private.frames as f
      where f.organization_id = a.organization_id
        and f.execution_id = a.execution_id
        and f.frame_id = a.frame_id
        and f.turn <> a.step_no
    );
end;

comment on function sluice_private.stray_groups() is
  'Locks whose holder is gone, groups that nobody would ever give the lock they wait for, and '
  'steps whose turn would never come.';
