create or replace function sluice_private.stray_timeouts()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a timeout is of something', t.organization_id, t.execution_id,
    format('step %s is not under way', t.step_no)
  from sluice_private.timers as t
  where t.kind = 'timeout'
    and not exists (
      select from (
        select c.organization_id, c.execution_id, c.frame_id, c.step_no
        from sluice_private.containers as c
        union all
        select r.organization_id, r.execution_id, r.frame_id, r.step_no
        from sluice_private.ready_steps as r
        union all
        select l.organization_id, l.execution_id, l.frame_id, l.step_no
        from sluice_private.step_leases as l
        union all
        select k.organization_id, k.execution_id, k.frame_id, k.step_no
        from sluice_private.calls as k
        union all
        select b.organization_id, b.execution_id, b.frame_id, b.step_no
        from sluice_private.blocked_steps as b
      ) as under_way
      where under_way.organization_id = t.organization_id
        and under_way.execution_id = t.execution_id
        and under_way.frame_id = t.frame_id
        and under_way.step_no = t.step_no
    );
end;

comment on function sluice_private.stray_timeouts() is
  'Timeouts of steps and containers that are not under way.';
