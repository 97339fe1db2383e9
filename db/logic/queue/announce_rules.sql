create or replace function sluice_private.announce_rules(organization_id uuid, workflow_id uuid)
returns void
language sql
volatile
begin atomic
  insert into sluice_private.limit_releases (organization_id, key)
  select distinct announce_rules.organization_id, line.limit_key
  from (
    select w.limit_key
    from sluice_private.limited_executions as w
    where w.organization_id = announce_rules.organization_id
      and w.workflow_id = announce_rules.workflow_id
      and w.state in ('new', 'waiting')
    union all
    select b.limit_key
    from sluice_private.blocked_steps as b
    where b.organization_id = announce_rules.organization_id
      and b.limit_key is not null
  ) as line
  where line.limit_key like 'workflow:' || announce_rules.workflow_id || '/%'
    or line.limit_key like 'step:' || announce_rules.workflow_id || '/%';
end;

comment on function sluice_private.announce_rules(uuid, uuid) is
  'Has admission look at those in line for the limits of a workflow, whose version has changed.';
