/* In the order of find_subscriptions: those without a trigger come last in their workflow. */
create or replace function sluice_private.is_beyond(
  event sluice_private.new_events,
  subscription sluice_private.event_subscriptions
)
returns boolean
language sql
immutable
return event.after_workflow is null
  or subscription.workflow_id > event.after_workflow
  or subscription.workflow_id = event.after_workflow and event.after_trigger is not null
  and coalesce(subscription.trigger_id > event.after_trigger, true);

comment on function sluice_private.is_beyond(
  sluice_private.new_events, sluice_private.event_subscriptions
) is
  'Whether an event has not been brought to this subscription yet.';
