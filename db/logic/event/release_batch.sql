/* As many events as the input of an execution may hold; the others make the next batch. */
create or replace function sluice_private.release_batch(
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
  v_size int := coalesce((target.config #>> '{batch,size}')::numeric::int, 1000);
  v_events sluice.workflow_events[];
  v_last bigint;
  v_left timestamptz;
  v_count bigint;
begin
  select b.events, b.last_seq
  into v_events, v_last
  from sluice_private.next_batch(timer, v_size, present) as b;
  delete from sluice_private.held_events as old
  where old.organization_id = timer.organization_id
    and old.trigger_id = timer.trigger_id
    and old.key = timer.key
    and old.seq <= v_last;

  select min(held.created_at), count(*)
  into v_left, v_count
  from sluice_private.held_events as held
  where held.organization_id = timer.organization_id
    and held.trigger_id = timer.trigger_id
    and held.key = timer.key;
  perform sluice_private.set_look(timer, case when v_count >= v_size then present
    else v_left + coalesce((target.config #>> '{batch,within}')::interval, '0') end, timer.state);
  if v_events is null then
    perform sluice_private.refuse_firing(target, null, 'the events have expired');
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, v_events[1].id,
    format('event:%s:%s', v_events[1].id, timer.trigger_id),
    sluice_private.batch_trigger(v_events)
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.release_batch(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Fires a trigger once for the events that it holds by a key; what is too many is looked at '
  'again.';
