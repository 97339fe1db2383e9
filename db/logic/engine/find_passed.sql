/* Inlined where it is called. */
create or replace function sluice_private.find_passed(
  reports sluice_private.step_report[],
  worker sluice_private.workers
)
returns setof sluice_private.passed_step
stable
begin atomic
  select
    lease.organization_id, lease.execution_id, lease.version_id, lease.step_no, lease.action,
    lease.token, lease.worker_id, lease.epoch, lease.attempt, lease.crashes, lease.ready_at,
    lease.bound_at, lease.input, driver.body, step.node_id, step.is_kept, step.verdicts,
    step.next_no, step.next_node_id, step.next_action, step.next_input, step.next_timeout_ms
  from (select r.* from unnest(reports) as r limit cardinality(reports)) as driver
  cross join lateral (
    select held.*
    from sluice_private.step_leases as held
    where held.organization_id = driver.organization_id
      and held.slot = driver.token & -32
      and held.token = driver.token
      and held.worker_id is not distinct from driver.worker_id
      and held.epoch = driver.epoch
      and held.generation = 0
      and held.limits is null
    offset 0
  ) as lease
  cross join lateral sluice_private.find_successor(
    lease.organization_id, lease.execution_id, lease.version_id, lease.step_no, driver.body
  ) as step
  where driver.outcome = 'completed'
    and (step.next_no = 0 or step.next_action = any (worker.actions)
      and driver.token & 31 < 16
      and lease.organization_id <> all (worker.over_share));
end;

comment on function sluice_private.find_passed(
  sluice_private.step_report[], sluice_private.workers
) is
  'Of reports about executions that are locked, those whose step has a successor that this worker '
  'may run at once.';
