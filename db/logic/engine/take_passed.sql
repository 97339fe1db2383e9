create or replace function sluice_private.take_passed(
  reports sluice_private.step_report[],
  worker sluice_private.workers
)
returns sluice_private.passed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_passed sluice_private.passed_step[];
begin
  with picked as materialized (
    select (
      lease.organization_id, lease.execution_id, lease.version_id, lease.step_no, lease.action,
      lease.token, lease.slot, lease.priority, lease.attempt, lease.crashes, lease.ready_at,
      lease.bound_at, lease.input, (driver.report).body, step.node_id, step.is_referenced,
      step.verdicts, step.next_no, step.next_node_id, step.next_action, step.next_input,
      step.next_timeout_ms
    )::sluice_private.passed_step as step
    from (
      select (array_agg(r))[1] as report
      from unnest(reports) as r
      group by r.execution_id
      having count(*) = 1
      limit cardinality(reports)
    ) as driver
    cross join lateral (
      select held.*
      from sluice_private.step_leases as held
      where held.organization_id = (driver.report).organization_id
        and held.token = (driver.report).token
        and held.worker_id is not distinct from (driver.report).worker_id
        and held.epoch = (driver.report).epoch
        and held.generation = 0
      offset 0
    ) as lease
    cross join lateral sluice_private.find_successor(
      lease.organization_id, lease.execution_id, lease.version_id, lease.step_no,
      (driver.report).body
    ) as step
    where (driver.report).outcome = 'completed'
      and (driver.report).chain < 16
      and (step.next_no = 0 or step.next_action = any (worker.actions)
        and lease.organization_id <> all (worker.over_share))
  ),
  taken as (
    delete from sluice_private.step_leases as lease
    using (select p.step from picked as p limit cardinality(reports)) as p
    where lease.organization_id = any (array[(p.step).organization_id])
      and lease.token = (p.step).token
    returning p.step
  ),
  attempts as (
    insert into sluice.workflow_step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, started_at, finished_at
    )
    select
      (t.step).organization_id, (t.step).execution_id, 0, (t.step).step_no, 0, (t.step).attempt,
      (t.step).crashes, (t.step).token, worker.id, worker.epoch, 'completed', (t.step).bound_at,
      greatest(v_now, (t.step).bound_at)
    from taken as t
  )
  select array_agg(t.step) into v_passed from taken as t;
  return v_passed;
end;
$$;

comment on function sluice_private.take_passed(
  sluice_private.step_report[], sluice_private.workers
) is
  'Takes away the leases of reported steps whose successors this worker may run at once, and '
  'notes their attempts.';
