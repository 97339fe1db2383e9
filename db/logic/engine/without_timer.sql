create or replace function sluice_private.without_timer()
returns table (organization_id uuid, execution_id uuid, kind text)
language sql
stable
begin atomic
  select s.organization_id, s.execution_id, s.kind
  from (
    select
      w.organization_id, w.execution_id, w.frame_id, w.step_no,
      case when w.due_port is null and w.input ? 'condition' then 'poll' else 'wait' end as kind
    from sluice_private.waits as w
    where w.due_port is not null
      or w.input ? 'condition'
      or (w.input ? 'approval') is not true and not exists (
        select from sluice_private.awaited_events as awaited
        where awaited.organization_id = w.organization_id
          and awaited.execution_id = w.execution_id
          and awaited.frame_id = w.frame_id
          and awaited.step_no = w.step_no
      )
    union all
    select b.organization_id, b.execution_id, b.frame_id, b.step_no, 'retry'
    from sluice_private.blocked_steps as b
    where b.reason = 'retry'
    union all
    select c.organization_id, c.execution_id, c.frame_id, c.step_no, 'retry'
    from sluice_private.calls as c
    where c.child_id is null
  ) as s
  where not exists (
    select from sluice_private.timers as t
    where t.organization_id = s.organization_id
      and t.execution_id = s.execution_id
      and t.frame_id = s.frame_id
      and t.step_no = s.step_no
      and t.kind = s.kind
  );
end;

comment on function sluice_private.without_timer() is
  'Suspended steps that nothing would ever wake.';
