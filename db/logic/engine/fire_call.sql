create or replace function sluice_private.fire_call(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  end if;
  v_outcome.kind := 'calling';
  v_outcome.status := 'waiting';
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_call(sluice.workflow_steps, jsonb) is
  'What a call hands to the workflow that it calls.';
