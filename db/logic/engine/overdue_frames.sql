create or replace function sluice_private.overdue_frames(
  due sluice_private.timers[],
  ended sluice_private.settled_step[]
)
returns sluice_private.closing_frame[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select (
      d.organization_id, d.execution_id, 0, 'timed_out', null,
      jsonb_build_object('class', 'timeout', 'message', 'the execution took too long',
        'deadline', d.due_at)
    )::sluice_private.closing_frame
    from unnest(due) as d
    where d.kind = 'deadline'
    union all
    select (
      d.organization_id, d.execution_id, frame.frame_id, 'timed_out', null,
      jsonb_build_object('class', 'timeout', 'message', 'the container took too long',
        'deadline', d.due_at)
    )::sluice_private.closing_frame
    from unnest(due) as d
    inner join sluice_private.frames as frame
      on frame.organization_id = any (array[d.organization_id])
      and frame.execution_id = d.execution_id
      and frame.parent_id = d.frame_id
      and frame.container = d.step_no
    where d.kind = 'timeout'
    union all
    select (
      s.organization_id, s.execution_id, s.frame_id, 'failed', null, s.error
    )::sluice_private.closing_frame
    from unnest(ended) as s
    where s.ports is null
  );
end;
$$;

comment on function sluice_private.overdue_frames(
  sluice_private.timers[], sluice_private.settled_step[]
) is
  'The frames that due timers end: an execution''s root, those of a container, or that of a step '
  'that was too late and that nothing handles.';
