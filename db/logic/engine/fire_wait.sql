create or replace function sluice_private.fire_wait(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
  v_duration interval;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;
  v_duration := sluice_hidden.try_interval(v_outcome.input ->> 'for');

  if v_outcome.error is null and (v_duration is null or v_duration > '100 years') then
    v_outcome.error := jsonb_build_object(
      'class', 'expression', 'code', 'SLEXP', 'retryable', false,
      'message', format('%s is not a duration', coalesce(v_outcome.input ->> 'for', 'null')),
      'hint', 'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes), up to 100 years.'
    );
  end if;
  if v_outcome.error is not null then
    v_outcome.kind := 'settled';
    v_outcome.status := 'failed';
    v_outcome.close_status := 'failed';
    return v_outcome;
  end if;
  v_outcome.kind := 'waiting';
  v_outcome.status := 'waiting';
  v_outcome.due_at := sluice_hidden.now() + greatest(v_duration, '0');
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_wait(sluice.workflow_steps, jsonb) is
  'Until when a wait lasts.';
