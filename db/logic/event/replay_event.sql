create or replace function sluice.replay_event(event_id uuid)
returns setof sluice.workflow_trigger_firings
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
begin
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.id = replay_event.event_id and sluice_hidden.can_see(e.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('event %s does not exist', coalesce(event_id::text, 'null')),
      hint = 'List sluice.workflow_events to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_event.organization_id, 'run');
  if v_event.webhook_id is not null then
    raise exception using
      errcode = 'SLSTA',
      message = 'a delivery of a webhook is no event that could be replayed',
      hint = 'Have it delivered again with redeliver.';
  end if;
  perform sluice_private.fire_triggers(sluice_private.replay_firings(v_event));
  return query
  select firing.*
  from sluice.workflow_trigger_firings as firing
  where firing.organization_id = v_event.organization_id
    and firing.event_id = v_event.id
    and firing.is_replay
    and firing.xid = pg_current_xact_id()
  order by firing.id;
end;
$$;

comment on function sluice.replay_event(uuid) is
  'Fires the triggers that listen to this event now, once more and in spite of dedupe; '
  'trigger.replay tells them. Waits are not told again.';
grant execute on function sluice.replay_event(uuid) to sluice_member, sluice_admin;
