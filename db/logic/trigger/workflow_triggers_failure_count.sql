create or replace function sluice.workflow_triggers_failure_count(trigger sluice.workflow_triggers)
returns bigint
language sql
stable
begin atomic
  select coalesce(sum(c.failed), 0)::bigint
  from sluice_private.trigger_counts as c
  where c.organization_id = trigger.organization_id and c.trigger_id = trigger.id;
end;

comment on function sluice.workflow_triggers_failure_count(sluice.workflow_triggers) is
  'How many of the executions it has started have failed or timed out.';
grant execute on function sluice.workflow_triggers_failure_count(sluice.workflow_triggers)
to sluice_member, sluice_admin;
