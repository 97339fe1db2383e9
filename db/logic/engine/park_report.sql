create or replace function sluice_private.park_report(
  report sluice_private.step_report,
  code text,
  message text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_error jsonb := jsonb_build_object(
    'class', 'engine', 'code', park_report.code, 'message', park_report.message
  );
  v_lease sluice_private.step_leases;
  v_step sluice_private.settled_step;
begin
  delete from sluice_private.step_leases as lease
  where lease.organization_id = report.organization_id
    and lease.token = report.token
    and lease.worker_id is not distinct from report.worker_id
    and lease.epoch = report.epoch
  returning lease.* into v_lease;
  if not found then
    return;
  end if;
  v_step := sluice_private.judge_report(
    v_lease, null, 'failed', v_error, false, 0, sluice_hidden.now()
  );
  v_step.error := sluice_private.error_at(v_error, (
    select step.node_id
    from sluice.workflow_steps as step
    where step.organization_id = v_lease.organization_id
      and step.version_id = v_lease.version_id
      and step.step_no = v_lease.step_no
  ));

  insert into sluice.workflow_step_attempts (
    organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token, worker_id,
    epoch, status, error, started_at, finished_at
  )
  values (
    v_step.organization_id, v_step.execution_id, v_step.frame_id, v_step.step_no,
    v_step.generation, v_step.attempt, v_lease.crashes, report.token, report.worker_id,
    report.epoch, 'failed', v_error, v_step.started_at, v_step.finished_at
  );
  perform sluice_private.record_steps(array[v_step]);
  perform sluice_private.park_execution(
    report.organization_id, report.execution_id, park_report.code, park_report.message
  );
end;
$$;

comment on function sluice_private.park_report(sluice_private.step_report, text, text) is
  'Records a report that cannot be processed as a failed step and parks its execution.';
