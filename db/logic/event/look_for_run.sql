/* Of a silence it tells once; by a time of day, once for each day, or each that its calendar works:
   it may have become a holiday meanwhile. */
create or replace function sluice_private.look_for_run(
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
  v_config jsonb := target.config;
  v_calendar sluice.business_calendars := sluice_private.kept_calendar(target);
  v_local jsonb := sluice_private.expected_time(target, v_calendar);
  v_workflow sluice.workflows := sluice_private.named_workflow(
    target.organization_id, v_config ->> 'workflow'
  );
  v_run jsonb := sluice_private.last_run(
    v_workflow, coalesce(v_config ->> 'status', 'completed')
  );
  v_run_at timestamptz := (v_run ->> 'at')::timestamptz;
  v_is_known boolean := v_config ? 'within' and timer.state ? 'last_run'
    and timer.state -> 'last_run' = coalesce(v_run -> 'id', 'null');
  v_due_at timestamptz;
begin
  if v_config ? 'within' then
    v_due_at := sluice_private.silence_ends(target, v_calendar, v_run_at);
    if v_due_at > present then
      perform sluice_private.set_look(timer, v_due_at, '{}');
      return null;
    end if;
    v_due_at := sluice_private.silence_ends(target, v_calendar, present);
  else
    v_due_at := coalesce(
      sluice_private.next_local_instant(v_local, timer.due_at + interval '1 second'),
      present + interval '15 years'
    );
  end if;
  perform sluice_private.set_look(
    timer, v_due_at, jsonb_build_object('last_run', v_run -> 'id')
  );
  if v_is_known
    or v_config ? 'by' and (
      v_run_at >= sluice_private.expected_before(v_local, timer.due_at)
      or v_calendar.name is not null and sluice_private.next_local_instant(
        v_local || '{"time": {"from": "00:00", "to": "24:00"}}', timer.due_at
      ) is distinct from timer.due_at
    )
  then
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, null,
    format('missing:%s:%s', timer.trigger_id, timer.due_at),
    jsonb_build_object('payload', jsonb_build_object(
      'workflow', jsonb_build_object('id', v_workflow.id, 'name', v_workflow.name),
      'expected_by', timer.due_at, 'last_run', v_run - 'at'
    ))
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.look_for_run(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Fires a trigger where the workflow that it watches has not run as it should have.';
