create or replace function sluice.workflow_triggers_last_triggered_at(
  trigger sluice.workflow_triggers
)
returns timestamptz
language sql
stable
begin atomic
  select max(c.last_at)
  from sluice_private.trigger_counts as c
  where c.organization_id = trigger.organization_id and c.trigger_id = trigger.id;
end;

comment on function sluice.workflow_triggers_last_triggered_at(sluice.workflow_triggers) is
  'When it last started one.';
grant execute on function sluice.workflow_triggers_last_triggered_at(sluice.workflow_triggers)
to sluice_member, sluice_admin;
