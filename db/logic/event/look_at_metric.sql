create or replace function sluice_private.look_at_metric(
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
  v_line numeric := (v_config ->> 'value')::numeric;
  v_value numeric := sluice_private.metric_value(target, present);
  v_is_over boolean := coalesce(case v_config ->> 'op'
    when '>' then v_value > v_line
    when '>=' then v_value >= v_line
    when '<' then v_value < v_line
    else v_value <= v_line
  end, false);
  v_was_over boolean := timer.state @> jsonb_build_object('is_over', true, 'config', v_config);
begin
  perform sluice_private.set_look(
    timer, present + coalesce(v_config ->> 'every', '1 minute')::interval,
    jsonb_build_object('is_over', v_is_over, 'config', v_config, 'value', v_value)
  );
  if not v_is_over or v_was_over then
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, null,
    format('metric:%s:%s', timer.trigger_id, present),
    jsonb_build_object('payload', jsonb_build_object(
      'metric', v_config -> 'metric', 'workflow', v_config -> 'workflow', 'value', v_value,
      'op', v_config -> 'op', 'threshold', v_line, 'at', present
    ))
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.look_at_metric(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Fires a trigger where the figure that it watches has crossed its line since the last look.';
