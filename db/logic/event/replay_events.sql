create or replace function sluice_private.replay_events(organization_id uuid, event_ids uuid[])
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_id uuid;
begin
  foreach v_id in array event_ids loop
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = replay_events.organization_id and e.id = v_id;
    perform sluice_private.fire_triggers(array(
      select row (
        t.organization_id, t.id, v_event.id, null,
        case when t.config ? 'batch' or t.config @> '{"mode": "all"}'
          then sluice_private.batch_trigger(array[v_event])
          else sluice_private.event_trigger(v_event) end || '{"replay": true}'
      )::sluice_private.trigger_firing
      from sluice_private.find_subscriptions(
        array[v_event.organization_id], array[v_event.name]
      ) as m
      cross join lateral (
        select own.*
        from sluice.workflow_triggers as own
        where own.organization_id = (m.subscription).organization_id
          and own.id = (m.subscription).trigger_id
          and sluice_private.is_for(own, v_event)
        offset 0
      ) as t
      union all
      select row (
        firing.organization_id, firing.trigger_id, firing.event_id, null,
        firing.trigger || '{"replay": true}'
      )::sluice_private.trigger_firing
      from unnest(sluice_private.record_firings(v_event.organization_id, v_event.id)) as firing
    ));
  end loop;
  return event_ids;
end;
$$;

comment on function sluice_private.replay_events(uuid, uuid[]) is
  'Fires the triggers that listen to these events once more, whatever they hold; the events.';
