create or replace function sluice_private.is_enrolled(
  organization_id uuid,
  workflow_id uuid,
  record text
)
returns boolean
language sql
stable
return exists (
  select
  from sluice_private.enrolments as known
  cross join lateral (
    select
    from sluice_private.live_executions as live
    where live.organization_id = known.organization_id and live.id = known.execution_id
    offset 0
  ) as under_way
  where known.organization_id = is_enrolled.organization_id
    and known.workflow_id = is_enrolled.workflow_id
    and known.record = is_enrolled.record
);

comment on function sluice_private.is_enrolled(uuid, uuid, text) is
  'Whether an execution of the workflow is under way for this record.';
