create or replace function sluice_private.executions_below(
  organization_id uuid,
  execution_id uuid
)
returns table (id uuid, status text, is_finished boolean)
language sql
stable
begin atomic
  with recursive below as (
    select executions_below.execution_id as id
    union
    select e.id
    from below
    cross join lateral (
      select past.id
      from sluice_private.executions as past
      where past.organization_id = executions_below.organization_id
        and past.parent_execution_id = below.id
        and past.id > below.id
      union all
      select past.id
      from sluice_private.executions as past
      where past.organization_id = executions_below.organization_id
        and past.failed_execution_id = below.id
        and past.id > below.id
      union all
      select live.id
      from sluice_private.live_executions as live
      where live.organization_id = executions_below.organization_id
        and (live.parent_execution_id = below.id or live.failed_execution_id = below.id)
    ) as e
  )
  select e.id, e.status, e.finished_at is not null
  from below
  inner join sluice.workflow_executions as e
    on e.organization_id = executions_below.organization_id
    and e.id = below.id;
end;

comment on function sluice_private.executions_below(uuid, uuid) is
  'An execution, those that it has called, and those that handle their failures.';
