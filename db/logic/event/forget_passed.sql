create or replace function sluice_private.forget_passed(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_window interval := coalesce(
    target.config #>> '{throttle,per}', target.config ->> 'within'
  )::interval;
begin
  delete from sluice_private.held_events as old
  where old.organization_id = timer.organization_id
    and old.trigger_id = timer.trigger_id
    and old.key = timer.key
    and old.created_at <= present - v_window;
  perform sluice_private.set_look(timer, (
    select min(held.created_at) + v_window
    from sluice_private.held_events as held
    where held.organization_id = timer.organization_id
      and held.trigger_id = timer.trigger_id
      and held.key = timer.key
  ), timer.state);
  return null;
end;
$$;

comment on function sluice_private.forget_passed(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Forgets events that a trigger holds and that are too long ago to count.';
