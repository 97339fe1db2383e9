/* What is read may be a table of the user's: locked, large, or without an index any more. */
-- lint: allow when-others: a trigger that cannot be looked at never stops the others
create or replace function sluice_private.look_guarded(
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '10ms'
as $$
declare
  v_target sluice.workflow_triggers;
  v_timer sluice_private.trigger_timers;
begin
  select t.*
  into v_target
  from sluice.workflow_triggers as t
  where t.organization_id = timer.organization_id and t.id = timer.trigger_id;
  select known.*
  into v_timer
  from sluice_private.trigger_timers as known
  where known.organization_id = timer.organization_id
    and known.trigger_id = timer.trigger_id
    and known.key = timer.key
    and known.due_at <= present;
  if not found then
    return null;
  elsif v_target.trigger like 'segment%' and not v_target.is_enabled then
    perform sluice_private.set_look(v_timer, present + interval '5 minutes', v_timer.state);
    return null;
  end if;
  return case v_target.trigger
    when 'expected_run_missing' then sluice_private.look_for_run(v_target, v_timer, present)
    when 'metric_threshold' then sluice_private.look_at_metric(v_target, v_timer, present)
    when 'segment_entered' then sluice_private.look_at_segment(v_target, v_timer, present)
    when 'segment_left' then sluice_private.look_at_segment(v_target, v_timer, present)
    else sluice_private.release_events(v_target, v_timer, present)
  end;
exception
  when lock_not_available then
    perform sluice_private.set_look(timer, present + interval '5 seconds', timer.state);
    return null;
  when insufficient_resources or deadlock_detected or serialization_failure or admin_shutdown
    or crash_shutdown
  then
    raise;
  when others or query_canceled or out_of_memory then
    perform sluice_private.put_off_look(v_target, timer, present, sqlstate, sqlerrm);
    return null;
end;
$$;

comment on function sluice_private.look_guarded(sluice_private.trigger_timers, timestamptz) is
  'What is to be fired of a trigger whose time has come; one that fails is looked at again a '
  'minute later, and one that would have to wait for a lock after five seconds.';
