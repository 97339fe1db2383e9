create or replace function sluice_private.strays()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a container counts its frames', c.organization_id, c.execution_id,
    format('step %s has %s frames, and %s found', c.step_no, c.started - c.ended, counted.n)
  from sluice_private.containers as c
  cross join lateral (
    select count(*) as n
    from sluice_private.frames as frame
    where frame.organization_id = c.organization_id
      and frame.execution_id = c.execution_id
      and frame.parent_id = c.frame_id
      and frame.container = c.step_no
  ) as counted
  where counted.n <> c.started - c.ended or counted.n = 0
  union all
  select 'a frame has a container', frame.organization_id, frame.execution_id,
    format('frame %s has no container', frame.path)
  from sluice_private.frames as frame
  where frame.container is not null
    and not exists (
      select from sluice_private.containers as c
      where c.organization_id = frame.organization_id
        and c.execution_id = frame.execution_id
        and c.frame_id = frame.parent_id
        and c.step_no = frame.container
    )
  union all
  select 'a frame is not done', frame.organization_id, frame.execution_id,
    format('frame %s is done', frame.path)
  from sluice_private.frames as frame
  inner join sluice_private.live_executions as live
    on live.organization_id = frame.organization_id and live.id = frame.execution_id
  where frame.open = 0 and live.status <> 'paused'
    and not exists (
      select from sluice_private.containers as c
      where c.organization_id = frame.organization_id
        and c.execution_id = frame.execution_id
        and c.frame_id = frame.parent_id
        and c.step_no = frame.container
        and c.waits_for is not null
    )
  union all
  select e.invariant, e.organization_id, e.execution_id, e.detail
  from sluice_private.stray_events() as e
  union all
  select g.invariant, g.organization_id, g.execution_id, g.detail
  from sluice_private.stray_groups() as g
  union all
  select t.invariant, t.organization_id, t.execution_id, t.detail
  from sluice_private.stray_timeouts() as t
  union all
  select l.invariant, l.organization_id, l.execution_id, l.detail
  from sluice_private.lost_children() as l
  union all
  select s.invariant, s.organization_id, s.execution_id, s.detail
  from sluice_private.stray_approvals() as s
  union all
  select 'a suspended step has a timer', s.organization_id, s.execution_id, s.kind
  from sluice_private.without_timer() as s;
end;

comment on function sluice_private.strays() is
  'Containers whose iterations are not those that their frames say, what is left behind of frames, '
  'waits and steps, and suspended steps that nothing wakes.';
