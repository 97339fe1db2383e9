create or replace function sluice_private.replay_firings(event sluice.workflow_events)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select row(
      t.organization_id, t.id, event.id, null,
      case when t.config ? 'batch' or t.config @> '{"mode": "all"}'
        then sluice_private.batch_trigger(array[event])
        else sluice_private.event_trigger(event) end || '{"replay": true}'
    )::sluice_private.trigger_firing
    from sluice_private.find_subscriptions(array[event.organization_id], array[event.name]) as m
    cross join lateral (
      select own.*
      from sluice.workflow_triggers as own
      where own.organization_id = (m.subscription).organization_id
        and own.id = (m.subscription).trigger_id
        and sluice_private.is_for(own, event)
      offset 0
    ) as t
    union all
    select row(
      firing.organization_id, firing.trigger_id, firing.event_id, null,
      firing.trigger || '{"replay": true}'
    )::sluice_private.trigger_firing
    from unnest(sluice_private.record_firings(event.organization_id, event.id)) as firing
  );
end;
$$;

comment on function sluice_private.replay_firings(sluice.workflow_events) is
  'The triggers that listen to an event now, or to such a row change, whatever they hold, to be '
  'fired once more.';
