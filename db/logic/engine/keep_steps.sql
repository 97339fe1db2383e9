create or replace function sluice_private.keep_steps(
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  node_id text,
  frame_path text
)
returns void
language sql
volatile
begin atomic
  with redone as materialized (
    select r.path, r.step, r.is_whole, r.later_than,
      concat_ws('.', nullif(r.path, ''), r.step) as container
    from sluice_private.redone_steps(organization_id, version_id, node_id, frame_path) as r
    where keep_steps.node_id is not null
  ),
  undone as materialized (
    select undo.frame_path as path, max(undo.generation) as generation
    from sluice_private.execution_steps as undo
    where undo.organization_id = keep_steps.organization_id
      and undo.execution_id = keep_steps.execution_id
      and (undo.type, undo.status) = ('compensation', 'completed')
      and undo.frame_path is not null
    group by 1
  )
  insert into sluice_private.kept_steps (
    organization_id, execution_id, node_id, frame_path, type, generation, status, ports, attempt,
    input, output, error, undo, ready_at, started_at, finished_at
  )
  select
    s.organization_id, s.execution_id, s.node_id, s.path, s.type, s.generation, s.status, s.ports,
    s.attempt, s.input, s.output, s.error, s.verdicts -> 'undo', s.ready_at, s.started_at,
    s.finished_at
  from (
    select distinct on (past.node_id, past.frame_path)
      past.*, coalesce(past.frame_path, '') as path
    from sluice_private.execution_steps as past
    where past.organization_id = keep_steps.organization_id
      and past.execution_id = keep_steps.execution_id
    order by past.node_id, past.frame_path, past.generation desc
  ) as s
  where s.type not in ('trigger', 'end', 'compensation')
    and (s.status = 'completed'
      or s.status in ('failed', 'timed_out') and s.ports <> '{}'
      or s.verdicts ? 'by_hand')
    and not exists (
      select
      from sluice_private.execution_steps as undo
      where undo.organization_id = keep_steps.organization_id
        and undo.execution_id = keep_steps.execution_id
        and (undo.type, undo.status) = ('compensation', 'completed')
        and undo.node_id = s.node_id || ':compensate'
        and undo.frame_path is not distinct from s.frame_path
        and undo.generation >= s.generation
    )
    and not (s.type in ('foreach', 'loop', 'group') and exists (
      select from undone
      where undone.generation >= s.generation
        and sluice_private.is_within(undone.path, concat_ws('.', s.frame_path, s.node_id))
    ))
    and not exists (
      select from redone
      where redone.path = s.path and redone.step = s.node_id
        or redone.is_whole and sluice_private.is_within(s.path, redone.container)
        or sluice_private.is_within(s.path, redone.container)
        and substring(substr(s.path, length(redone.container) + 2) from '^\d{1,9}')::int
          > redone.later_than
    );
end;

comment on function sluice_private.keep_steps(uuid, uuid, uuid, text, text) is
  'Keeps how the steps of a finished execution ended, but for those that failed, were cancelled, '
  'were undone, hold some that were, or are to be run again from a step on.';
