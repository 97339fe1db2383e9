/* Of a batch every event has been judged when it came; what is replayed starts in spite of its
   key. */
create or replace function sluice_private.judge_firings(firings sluice_private.trigger_firing[])
returns setof sluice_private.judged_firing
language sql
stable
begin atomic
  select
    firing.ordinal::int,
    row (
      t.organization_id, t.workflow_id, workflow.live_version_id, t.id, t.step_no,
      t.exit is not null
    )::sluice_private.firing_target,
    firing.event_id,
    case when not firing.trigger ? 'replay' then coalesce('dedupe:' || judged.key, firing.key) end,
    context.trigger,
    null::uuid,
    coalesce(judged.reason, case when (firing.trigger ->> 'depth')::int > 10
      then 'workflows have started each other ten times' end),
    false,
    judged.is_deferred and judged.reason like 'it is fired again%'
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
    case when not firing.trigger ? 'batch' then t.filter end,
    case when not firing.trigger ?| '{batch,replay}' then t.dedupe end,
    jsonb_build_object('trigger', context.trigger)
  ) as judged;
end;

comment on function sluice_private.judge_firings(sluice_private.trigger_firing[]) is
  'What each firing starts, by which key and with which input, or why it starts nothing; none for '
  'a trigger that is gone.';
