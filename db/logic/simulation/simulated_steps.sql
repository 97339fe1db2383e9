create or replace function sluice_private.simulated_steps(execution_id uuid)
returns sluice.simulated_step[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select (
      null, null, 'execution', e.status, null, null, e.started_at, e.finished_at, e.input, e.output,
      e.error, null
    )::sluice.simulated_step
    from sluice.workflow_executions as e
    where e.id = simulated_steps.execution_id
  ) || array(
    select (
      s.node_id, s.frame_path, s.type, s.status, s.attempt, s.ports, s.started_at, s.finished_at,
      s.input, s.output, s.error, s.verdicts
    )::sluice.simulated_step
    from sluice.workflow_execution_steps as s
    where s.execution_id = simulated_steps.execution_id
    order by s.finished_at nulls last, s.frame_id, s.step_no
  );
end;
$$;

comment on function sluice_private.simulated_steps(uuid) is
  'The trace of a simulated execution: itself, then its steps as they ended.';
