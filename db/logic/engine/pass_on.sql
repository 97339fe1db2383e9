/* The straight way from one worker's step to the next: what propagate comes to where there is
   nothing to decide, in one statement. The lease is led on in its row, of which no index learns.
   Whatever is not as simple as that is left to propagate. */
create or replace function sluice_private.pass_on(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_ended sluice_private.ended_line[];
begin
  with found as materialized (
    select f.* from sluice_private.find_passed(reports, worker) as f
  ),
  led as (
    update sluice_private.step_leases as lease
    set
      token = p.token + 1, step_no = p.next_no, action = p.next_action, input = p.next_input,
      attempt = 1, crashes = 0, ready_at = v_now, bound_at = clock_timestamp(),
      missing_since = null
    from (select f.* from found as f where f.next_no <> 0 limit cardinality(reports)) as p
    where lease.organization_id = any (array[p.organization_id])
      and (lease.slot, lease.token) = (p.token & -32, p.token)
    returning p.*
  ),
  ended as (
    delete from sluice_private.step_leases as lease
    using (select f.* from found as f where f.next_no = 0 limit cardinality(reports)) as p
    where lease.organization_id = any (array[p.organization_id])
      and (lease.slot, lease.token) = (p.token & -32, p.token)
    returning p.*
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, ready_at, started_at, finished_at, token, worker_id,
      epoch, crash
    )
    select
      p.organization_id, p.execution_id, 0, p.step_no, 0, p.node_id, 'action', p.action,
      'completed', p.attempt, '{main}', p.verdicts, p.input, p.output, p.ready_at, p.bound_at,
      greatest(v_now, p.bound_at), p.token, p.worker_id, p.epoch, p.crashes
    from (select l.* from led as l union all select e.* from ended as e) as p
  ),
  outputs as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    )
    select
      p.organization_id, p.execution_id, 0, p.step_no, p.node_id, 'completed', p.output
    from led as p where p.is_kept
  )
  select
    (select array_agg(l.token) from led as l) || (select array_agg(e.token) from ended as e),
    (select array_agg((
      p.organization_id, p.token + 1, p.execution_id, p.next_node_id, p.next_action, 1,
      p.execution_id || ':0:' || p.next_no || ':0', p.next_input::text, p.next_timeout_ms, p.token
    )::sluice_private.handed_step) from led as p),
    (select array_agg((
      e.organization_id, e.execution_id, e.node_id, e.output
    )::sluice_private.ended_line) from ended as e)
  into tokens, handed, v_ended;
  perform sluice_hidden.failpoint('propagated');
  perform sluice_private.end_lines(v_ended);
end;
$$;

comment on function sluice_private.pass_on(
  sluice_private.step_report[], sluice_private.workers
) is
  'Of reports about executions that are locked, acts on those after which just one step follows, '
  'which this worker may run at once: which tokens those are, and the steps.';
