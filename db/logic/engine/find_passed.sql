/* Inlined where it is called, as it has to be: what is marked stable may lock nothing by itself. It
   locks the executions; the rounds lock again what it leaves to them. What is large, and may be too
   deep, takes the rounds, as does everything while anything is paused, or set apart. */
create or replace function sluice_private.find_passed(
  worker sluice_private.workers,
  organization_ids uuid[],
  execution_ids uuid[],
  tokens bigint[],
  outcomes text[],
  results text[]
)
returns setof sluice_private.passed_step
stable
begin atomic
  select
    lease.place, lease.organization_id, lease.execution_id, lease.version_id, lease.step_no,
    lease.action, lease.token, lease.worker_id, lease.epoch, lease.attempt, lease.crashes,
    lease.ready_at, lease.bound_at, lease.input, lease.output, step.node_id, step.is_kept,
    step.verdicts, step.next_no, step.next_node_id, step.next_action, step.next_input,
    step.next_timeout_ms
  from (
    select r.* from unnest(organization_ids, execution_ids, tokens, outcomes, results)
      as r (organization_id, execution_id, token, outcome, body)
    where r.outcome = 'completed' and octet_length(r.body) < 65536
    limit cardinality(tokens)
  ) as driver
  cross join lateral (
    select held.*, held.ctid as place, driver.body::jsonb as output
    from sluice_private.step_leases as held
    where held.organization_id = driver.organization_id
      and held.slot = driver.token & -32
      and held.token = driver.token
      and held.execution_id is not distinct from driver.execution_id
      and held.worker_id is not distinct from worker.id
      and held.epoch = worker.epoch
      and held.generation = 0
      and held.limits is null
    offset 0
  ) as lease
  cross join lateral (
    select e.input, e.variables
    from sluice_private.live_executions as e
    where (e.organization_id, e.id, e.status)
      = (lease.organization_id, lease.execution_id, 'running')
    for update skip locked
    offset 0
  ) as live
  cross join lateral sluice_private.find_successor(
    lease.organization_id, lease.execution_id, lease.version_id, lease.step_no, lease.output,
    live.input, live.variables
  ) as step
  where pg_column_size(lease.output) < 40000
    and not sluice_hidden.is_oversized(lease.output)
    and not worker.is_draining
    and (step.next_no = 0 or step.next_action = any (worker.actions)
      and driver.token & 31 < 16
      and lease.organization_id <> all (worker.over_share))
    and not exists (select from sluice_private.paused_scopes)
    and not exists (
      select from sluice_private.live_executions as slow where slow.apart_since is not null
    );
end;

comment on function sluice_private.find_passed(
  sluice_private.workers, uuid[], uuid[], bigint[], text[], text[]
) is
  'Of the steps that this worker reports, those that are completed and have a successor that it '
  'may run at once, or that are the last.';
