create or replace function sluice_private.judge_firings(firings sluice_private.trigger_firing[])
returns setof sluice_private.judged_firing
language sql
stable
begin atomic
  select
    firing.ordinal::int,
    row (
      t.organization_id, t.workflow_id, workflow.live_version_id, t.id, t.step_no
    )::sluice_private.firing_target,
    firing.event_id,
    coalesce('dedupe:' || judged.key, firing.key),
    context.trigger,
    null::uuid,
    judged.reason,
    false
  from unnest(firings) with ordinality as firing (
    organization_id, trigger_id, event_id, key, trigger, ordinal
  )
  inner join sluice.workflow_triggers as t
    on t.organization_id = firing.organization_id and t.id = firing.trigger_id
  inner join sluice.workflows as workflow
    on workflow.organization_id = t.organization_id and workflow.id = t.workflow_id
  cross join lateral (
    select firing.trigger || jsonb_build_object(
      'type', t.trigger, 'id', t.id, 'event_id', firing.event_id
    ) as trigger
  ) as context
  cross join lateral sluice_private.judge_delivery(
    jsonb_build_object(
      'status',
      case when workflow.status = 'active'
        and sluice_private.paused_scope(workflow.organization_id, null) is not null
        then 'paused with its organization' else workflow.status end,
      'is_enabled', t.is_enabled
    ),
    t.filter, t.dedupe, jsonb_build_object('trigger', context.trigger)
  ) as judged;
end;

comment on function sluice_private.judge_firings(sluice_private.trigger_firing[]) is
  'What each firing starts, by which key and with which input, or why it starts nothing; none for '
  'a trigger that is gone.';
