create or replace function sluice_private.next_causes()
returns table (
  organization_id uuid, execution_id uuid, frame_id bigint, is_under_way boolean, cause text
)
language sql
stable
begin atomic
  select a.organization_id, a.execution_id, a.frame_id, a.kind in ('start', 'fire', 'skip', 'done'),
    'arrival ' || a.kind
  from sluice_private.arrivals as a
  where a.kind <> 'turn'
  union all
  select r.organization_id, r.execution_id, r.frame_id, true, 'ready step'
  from sluice_private.ready_steps as r
  union all
  select l.organization_id, l.execution_id, l.frame_id, true, 'lease'
  from sluice_private.step_leases as l
  union all
  select b.organization_id, b.execution_id, b.frame_id, true, 'blocked step'
  from sluice_private.blocked_steps as b
  union all
  select w.organization_id, w.execution_id, w.frame_id, true, 'wait'
  from sluice_private.waits as w
  union all
  select c.organization_id, c.execution_id, c.frame_id, true, 'call'
  from sluice_private.calls as c
  union all
  select c.organization_id, c.execution_id, c.frame_id, true, 'container'
  from sluice_private.containers as c
  union all
  select e.organization_id, e.execution_id, 0, false, 'limit'
  from sluice_private.limited_executions as e
  where e.state in ('new', 'waiting')
  union all
  select l.organization_id, l.execution_id, l.frame_id, false, 'lock'
  from sluice_private.lock_claims as l
  where l.state in ('new', 'waiting')
    and exists (
      select from sluice_private.lock_claims as ahead
      where ahead.organization_id = l.organization_id
        and ahead.key = l.key
        and ahead.state <> 'waiting'
    );
end;

comment on function sluice_private.next_causes() is
  'What will move each execution next; is_under_way where the frame counts it as open.';
