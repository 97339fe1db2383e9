create or replace function sluice_private.backlog_of(
  organization_id uuid,
  workflow_id uuid,
  at_most int
)
returns bigint
language sql
stable
return (
  select count(*)
  from (
    (
      select 1
      from sluice_private.limited_executions as waiting
      where waiting.organization_id = backlog_of.organization_id
        and waiting.state in ('new', 'waiting')
        and (backlog_of.workflow_id is null or waiting.workflow_id = backlog_of.workflow_id)
      limit at_most + 1
    )
    union all
    (
      select 1
      from sluice_private.ready_steps as ready
      where ready.organization_id = backlog_of.organization_id
        and backlog_of.workflow_id is null
      limit at_most + 1
    )
    union all
    (
      select 1
      from sluice_private.blocked_steps as blocked
      where blocked.organization_id = backlog_of.organization_id
        and blocked.limit_key is not null
        and backlog_of.workflow_id is null
      limit at_most + 1
    )
  ) as one
);

comment on function sluice_private.backlog_of(uuid, uuid, int) is
  'How many wait, as far as it matters: executions that have not begun; of a whole organization '
  'also steps that are ready, or in line for a limit.';
