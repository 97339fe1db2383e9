/* As tell_execution: never locks, only leaves an arrival. */
create or replace function sluice_private.tell_step(
  step sluice.workflow_execution_steps,
  outcome text,
  ports text[],
  output jsonb,
  reason text
)
returns sluice.workflow_execution_steps
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_size(output, 'the output');
  if length(reason) > 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'the reason has more than 1,000 characters',
      hint = 'Keep it short; the step keeps it.';
  end if;
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  values (
    step.organization_id, step.execution_id, 'settle', step.frame_id, step.step_no,
    step.generation, outcome,
    jsonb_build_object(
      'ports', ports, 'output', output,
      'by_hand', jsonb_build_object('by', sluice_hidden.current_user_id(), 'reason', reason)
    )::text
  );
  perform sluice_private.tick_workers();
  return step;
end;
$$;

comment on function sluice_private.tell_step(
  sluice.workflow_execution_steps, text, text[], jsonb, text
) is
  'Leaves an execution how one of its steps shall end.';
