/* What a trigger holds, and what it knows of what it watches, goes on from version to version. */
create or replace function sluice_private.sync_events(organization_id uuid, workflow_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.event_subscriptions as old
  where old.organization_id = sync_events.organization_id
    and old.workflow_id = sync_events.workflow_id;

  insert into sluice_private.event_subscriptions (
    organization_id, workflow_id, subscription_no, trigger_id, topic, pattern, expression,
    correlation, is_of_workflows
  )
  select
    sync_events.organization_id, sync_events.workflow_id, row_number() over (), wanted.trigger_id,
    sluice_private.pattern_topic(sync_events.organization_id, wanted.pattern), wanted.pattern,
    sluice_private.pattern_expression(wanted.pattern), wanted.correlation,
    wanted.pattern like 'sluice.%'
  from (
    select t.id as trigger_id, found.pattern, correlation.path as correlation
    from sluice.workflow_triggers as t
    cross join lateral sluice_private.patterns_of(t.organization_id, t.trigger, t.config)
      as found (pattern)
    left join lateral sluice_private.compile_trigger_expression('key', t.config -> 'key')
      as correlation on jsonb_typeof(t.config -> 'key') = 'string'
    where t.organization_id = sync_events.organization_id
      and t.workflow_id = sync_events.workflow_id
    union all
    select null, left_by.value ->> 'event', null
    from sluice.workflows as workflow
    inner join sluice.workflow_versions as version
      on version.organization_id = workflow.organization_id
      and version.id = workflow.live_version_id
    cross join lateral jsonb_array_elements(version.enrolment -> 'exit_on') as left_by (value)
    where workflow.organization_id = sync_events.organization_id
      and workflow.id = sync_events.workflow_id
  ) as wanted;

  delete from sluice_private.trigger_timers as timer
  using sluice.workflow_triggers as t
  where t.organization_id = sync_events.organization_id
    and t.workflow_id = sync_events.workflow_id
    and t.trigger <> all (sluice_private.watching_triggers())
    and timer.organization_id = t.organization_id
    and timer.trigger_id = t.id
    and timer.key = '';
  insert into sluice_private.trigger_timers (organization_id, trigger_id, key, due_at)
  select t.organization_id, t.id, '', sluice_private.first_look(t)
  from sluice.workflow_triggers as t
  where t.organization_id = sync_events.organization_id
    and t.workflow_id = sync_events.workflow_id
    and t.trigger = any (sluice_private.watching_triggers())
  on conflict on constraint trigger_timers_pkey do update set due_at = excluded.due_at;
end;
$$;

comment on function sluice_private.sync_events(uuid, uuid) is
  'Has the triggers of a workflow listen to the events, and look at what they watch, that the '
  'live version says.';
