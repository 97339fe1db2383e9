create or replace function sluice_private.lost_children()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a call has a child that will tell it', c.organization_id, c.execution_id,
    format('child %s of step %s', c.child_id, c.step_no)
  from sluice_private.calls as c
  where c.child_id is not null
    and not exists (
      select from sluice_private.live_executions as child
      where child.organization_id = c.organization_id
        and child.id = c.child_id
        and child.parent_execution_id = c.execution_id
        and child.parent_frame_id = c.frame_id
        and child.parent_step_no = c.step_no
        and child.parent_generation = c.generation
    )
    and not exists (
      select from sluice_private.arrivals as arrival
      where arrival.organization_id = c.organization_id
        and arrival.execution_id = c.execution_id
        and arrival.frame_id = c.frame_id
        and arrival.step_no = c.step_no
        and arrival.kind = 'child'
    )
  union all
  select 'a child that follows its parent has one', child.organization_id, child.id,
    format('step %s of execution %s', child.parent_step_no, child.parent_execution_id)
  from sluice_private.live_executions as child
  where child.follows_parent
    and not exists (
      select from sluice_private.calls as c
      where c.organization_id = child.organization_id
        and c.execution_id = child.parent_execution_id
        and c.frame_id = child.parent_frame_id
        and c.step_no = child.parent_step_no
        and c.child_id = child.id
    )
    and not exists (
      select from sluice_private.arrivals as arrival
      where arrival.organization_id = child.organization_id
        and arrival.execution_id = child.id
        and arrival.kind = 'cancel'
    );
end;

comment on function sluice_private.lost_children() is
  'Calls that nothing will ever end, and children that go on though the step that called them has '
  'ended.';
