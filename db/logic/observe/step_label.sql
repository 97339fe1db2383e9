create or replace function sluice_private.step_label(
  live sluice_private.live_executions,
  frame_id bigint,
  step_no int
)
returns text
language sql
stable
return (
  select concat_ws('.', (
    select frame.path
    from sluice_private.frames as frame
    where frame.organization_id = live.organization_id
      and frame.execution_id = live.id
      and frame.frame_id = step_label.frame_id
      and step_label.frame_id <> 0
  ), step.node_id)
  from sluice.workflow_steps as step
  where step.organization_id = live.organization_id
    and step.version_id = live.version_id
    and step.step_no = step_label.step_no
);

comment on function sluice_private.step_label(sluice_private.live_executions, bigint, int) is
  'A step as sentences name it: the iterations it is in, and its node.';
