create or replace view sluice.workflow_trigger_timers
with (security_invoker = true)
as
select
  timer.organization_id,
  timer.trigger_id,
  nullif(substr(timer.key, 2), '') as key,
  held.event_count,
  held.oldest_at,
  timer.due_at
from sluice_private.trigger_timers as timer
cross join lateral (
  select count(*)::int as event_count, min(found.created_at) as oldest_at
  from (
    select h.created_at
    from sluice_private.held_events as h
    where h.organization_id = timer.organization_id
      and h.trigger_id = timer.trigger_id
      and h.key = timer.key
    order by h.seq
    limit 10000
  ) as found
) as held;

comment on view sluice.workflow_trigger_timers is
  'What triggers hold and have not started yet, by key, and when those that watch something look '
  'at it next.';
comment on column sluice.workflow_trigger_timers.organization_id is
  'The organization it belongs to.';
comment on column sluice.workflow_trigger_timers.trigger_id is 'The trigger.';
comment on column sluice.workflow_trigger_timers.key is
  'By what its events are gathered; null: all together, or there are none.';
comment on column sluice.workflow_trigger_timers.event_count is
  'How many events it holds, or, to throttle, counts; up to 10,000.';
comment on column sluice.workflow_trigger_timers.oldest_at is 'Since when.';
comment on column sluice.workflow_trigger_timers.due_at is 'When it is looked at next.';
grant select on sluice.workflow_trigger_timers to sluice_member, sluice_admin;
