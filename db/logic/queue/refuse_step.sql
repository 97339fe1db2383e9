/* The row of the step is locked. One that is to be skipped stands in no line. */
create or replace function sluice_private.refuse_step(
  step sluice_private.ready_steps,
  rule jsonb,
  opens_at timestamptz,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits;
begin
  delete from sluice_private.ready_steps as ready
  where ready.organization_id = step.organization_id
    and ready.execution_id = step.execution_id
    and ready.frame_id = step.frame_id
    and ready.step_no = step.step_no;
  insert into sluice_private.blocked_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at, reason, limit_key, limited_at
  )
  values (
    step.organization_id, step.execution_id, step.frame_id, step.step_no, step.generation,
    step.version_id, step.action, step.input, step.attempt, step.crashes, step.priority,
    step.ready_at, 'limit', case when rule ->> 'on_limit' <> 'skip' then rule ->> 'key' end, as_of
  );

  if rule ->> 'on_limit' = 'skip' then
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
    )
    values (
      step.organization_id, step.execution_id, 'settle', step.frame_id, step.step_no,
      step.generation, 'skipped', sluice_private.limit_verdict(rule)
    );
    return;
  end if;

  v_state := sluice_private.limit_state(step.organization_id, rule ->> 'key');
  if opens_at is not null and (v_state.look_at is null or v_state.look_at > opens_at) then
    v_state.look_at := opens_at;
    perform sluice_private.write_limit(v_state, as_of);
  end if;
end;
$$;

comment on function sluice_private.refuse_step(
  sluice_private.ready_steps, jsonb, timestamptz, timestamptz
) is
  'Puts a step that a limit has no room for in its line, or has it skipped.';
