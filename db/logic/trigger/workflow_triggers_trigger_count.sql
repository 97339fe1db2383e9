create or replace function sluice.workflow_triggers_trigger_count(trigger sluice.workflow_triggers)
returns bigint
language sql
stable
begin atomic
  select coalesce(sum(c.started), 0)::bigint
  from sluice_private.trigger_counts as c
  where c.organization_id = trigger.organization_id and c.trigger_id = trigger.id;
end;

comment on function sluice.workflow_triggers_trigger_count(sluice.workflow_triggers) is
  'How many executions it has started.';
grant execute on function sluice.workflow_triggers_trigger_count(sluice.workflow_triggers)
to sluice_member, sluice_admin;
