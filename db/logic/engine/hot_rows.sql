create or replace function sluice_private.hot_rows()
returns table (organization_id uuid, execution_id uuid, kind text)
language sql
stable
begin atomic
  select c.organization_id, c.execution_id, c.cause
  from sluice_private.next_causes() as c
  where c.is_under_way
  union all
  select f.organization_id, f.execution_id, 'frame' from sluice_private.frames as f
  union all
  select t.organization_id, t.execution_id, 'timer' from sluice_private.timers as t
  union all
  select o.organization_id, o.execution_id, 'output' from sluice_private.live_outputs as o
  union all
  select i.organization_id, i.execution_id, 'items' from sluice_private.container_items as i
  union all
  select r.organization_id, r.execution_id, 'result' from sluice_private.container_results as r
  union all
  select a.organization_id, a.execution_id, 'awaited event' from sluice_private.awaited_events as a
  union all
  select k.organization_id, k.execution_id, 'kept step' from sluice_private.kept_steps as k
  union all
  select t.organization_id, t.execution_id, 'taken event' from sluice_private.taken_events as t
  union all
  select c.organization_id, c.execution_id, 'compensation' from sluice_private.compensations as c
  union all
  select s.organization_id, s.execution_id, 'limits' from sluice_private.step_limits as s
  union all
  select l.organization_id, l.execution_id, 'limited' from sluice_private.limited_executions as l
  union all
  select l.organization_id, l.execution_id, 'lock' from sluice_private.lock_claims as l
  where l.state <> 'released';
end;

comment on function sluice_private.hot_rows() is
  'Every row of hot state that must not outlive its execution.';
