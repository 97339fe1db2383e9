create or replace function sluice_private.is_polled(poll sluice.workflow_polls)
returns boolean
language sql
stable
return exists (
  select
  from sluice.workflow_triggers as t
  inner join sluice.workflows as workflow
    on workflow.organization_id = t.organization_id and workflow.id = t.workflow_id
  where t.organization_id = poll.organization_id
    and t.id = poll.trigger_id
    and t.is_enabled
    and workflow.status = 'active'
    and sluice_private.paused_scope(workflow.organization_id, null) is null
);

comment on function sluice_private.is_polled(sluice.workflow_polls) is
  'Whether what a poll finds could start anything: its trigger is on, its workflow active, neither '
  'paused.';
