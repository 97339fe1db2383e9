create or replace function sluice_private.release_events(
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
  v_first timestamptz;
  v_last timestamptz;
  v_count bigint;
begin
  select min(held.created_at), max(held.created_at), count(*)
  into v_first, v_last, v_count
  from sluice_private.held_events as held
  where held.organization_id = timer.organization_id
    and held.trigger_id = timer.trigger_id
    and held.key = timer.key;
  if v_count = 0 then
    perform sluice_private.set_look(timer, null, null);
    return null;
  elsif target.config ? 'throttle' then
    return sluice_private.forget_passed(target, timer, present);
  elsif target.config @> '{"mode": "all"}' then
    return case when v_count >= jsonb_array_length(target.config -> 'workflows')
      then sluice_private.release_batch(target, timer, present)
      else sluice_private.forget_passed(target, timer, present) end;
  elsif target.config ? 'debounce' then
    return sluice_private.release_last(target, timer, present, v_first, v_last, v_count);
  end if;
  return sluice_private.release_batch(target, timer, present);
end;
$$;

comment on function sluice_private.release_events(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'What a trigger fires of the events that it holds by a key, now that it is time.';
