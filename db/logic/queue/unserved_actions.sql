create or replace view sluice.unserved_actions
with (security_invoker = true)
as
select
  waiting.organization_id, unserved.action, waiting.step_count, waiting.waiting_since
from (
  select distinct known.name as action
  from sluice.workflow_action_definitions as known
  where known.name not in (select served.action from sluice_hidden.served_actions() as served)
) as unserved
cross join lateral (
  select
    ready.organization_id, count(*)::int as step_count, min(ready.ready_at) as waiting_since
  from sluice_private.ready_steps as ready
  where ready.action = unserved.action
  group by ready.organization_id
) as waiting;

comment on view sluice.unserved_actions is
  'Actions that steps wait for though no worker serves them.';
comment on column sluice.unserved_actions.organization_id is 'The organization of the steps.';
comment on column sluice.unserved_actions.action is 'The action.';
comment on column sluice.unserved_actions.step_count is 'How many steps wait for it.';
comment on column sluice.unserved_actions.waiting_since is 'When the oldest of them was ready.';
grant select on sluice.unserved_actions to sluice_member, sluice_admin;
