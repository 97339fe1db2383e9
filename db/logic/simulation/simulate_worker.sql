create or replace function sluice_private.simulate_worker(
  organization_id uuid,
  execution_id uuid,
  mocks jsonb
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ready record;
  v_lease sluice_private.step_leases;
  v_mock jsonb;
  v_count int := 0;
begin
  for v_ready in
    delete from sluice_private.ready_steps as ready
    where ready.organization_id = simulate_worker.organization_id
      and ready.execution_id = simulate_worker.execution_id
    returning ready.*
  loop
    insert into sluice_private.step_leases (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, priority, worker_id, epoch, ready_at, start_by, bound_at
    )
    values (
      v_ready.organization_id, v_ready.execution_id, v_ready.frame_id, v_ready.step_no,
      v_ready.generation, v_ready.version_id, v_ready.action, v_ready.input, v_ready.attempt,
      v_ready.priority, gen_random_uuid(), 0, v_ready.ready_at, sluice_hidden.now(),
      sluice_hidden.now()
    )
    returning step_leases.* into v_lease;
    v_mock := sluice_private.mock_of(
      mocks,
      (sluice_private.step_of(organization_id, v_lease.version_id, v_lease.step_no)).node_id,
      (
        select count(*)::int
        from sluice_private.step_attempts as before
        where before.organization_id = simulate_worker.organization_id
          and before.execution_id = simulate_worker.execution_id
          and before.step_no = v_lease.step_no
      )
    );
    perform sluice_private.settle_reports(array[(
      v_lease.organization_id, v_lease.execution_id, v_lease.token, v_lease.worker_id, 0,
      case when v_mock -> 'error' is null then 'completed' else 'failed' end,
      coalesce(v_mock -> 'error', v_mock)
    )::sluice_private.step_report], null);
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.simulate_worker(uuid, uuid, jsonb) is
  'Ends every step of a simulated execution that a worker would run, as its mock says; says how '
  'many.';
