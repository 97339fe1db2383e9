/* As a worker would that begins it and fails. */
create or replace function sluice_private.fail_unjudged(
  step sluice_private.ready_steps,
  code text,
  message text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lease sluice_private.step_leases := sluice_private.lock_step(step, 'admission', 1);
begin
  perform sluice_private.defer_reports(array[(
    v_lease.organization_id, v_lease.execution_id, v_lease.token, v_lease.worker_id,
    v_lease.epoch, 'failed',
    jsonb_build_object(
      'class', 'limit', 'code', code, 'retryable', false,
      'message', left('its limits cannot be judged: ' || message, 1000)
    )
  )::sluice_private.step_report]);
end;
$$;

comment on function sluice_private.fail_unjudged(sluice_private.ready_steps, text, text) is
  'Fails a step whose limits cannot be judged.';
