/* The straight way from one worker's step to the next: what propagate comes to where there is
   nothing to decide, in one statement. It locks the executions itself: what happened between its
   snapshot and the lock has changed the execution's row, or the row of the lease, which fences the
   step. The lease is led on in its row, of which no index learns. */
create or replace function sluice_private.pass_on(
  worker sluice_private.workers,
  organization_ids uuid[],
  execution_ids uuid[],
  tokens bigint[],
  outcomes text[],
  results text[],
  out passed bigint[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_organizations uuid[];
  v_executions uuid[];
  v_ended sluice_private.ended_line[];
begin
  with found as materialized (
    select p.* from sluice_private.find_passed(
      worker, organization_ids, execution_ids, tokens, outcomes, results) as p
  ),
  led as (
    update sluice_private.step_leases as lease
    set token = p.token + 1, step_no = p.next_no, action = p.next_action, input = p.next_input,
      attempt = 1, crashes = 0, ready_at = v_now, bound_at = clock_timestamp(), missing_since = null
    from found as p where p.next_no <> 0 and lease.ctid = p.place and lease.token = p.token
    returning p.*
  ),
  ended as (
    delete from sluice_private.step_leases as lease
    using found as p where p.next_no = 0 and lease.ctid = p.place and lease.token = p.token
    returning p.*
  ),
  told as materialized (select l.* from led as l union all select e.* from ended as e),
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
    from told as p
  ),
  outputs as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    )
    select p.organization_id, p.execution_id, 0, p.step_no, p.node_id, 'completed', p.output
    from told as p where p.next_no <> 0 and p.is_kept
  )
  select
    array_agg(p.token), array_agg(p.organization_id), array_agg(p.execution_id),
    array_agg((
      p.organization_id, p.token + 1, p.execution_id, p.next_node_id, p.next_action, 1,
      p.execution_id || ':0:' || p.next_no || ':0', p.next_input::text, p.next_timeout_ms, p.token,
      0
    )::sluice_private.handed_step) filter (where p.next_no <> 0),
    array_agg((p.organization_id, p.execution_id, p.node_id, p.output)::sluice_private.ended_line)
      filter (where p.next_no = 0)
  into passed, v_organizations, v_executions, handed, v_ended from told as p;
  perform sluice_private.note_changes(v_organizations, v_executions);
  perform sluice_hidden.failpoint('propagated');
  perform sluice_private.end_lines(v_ended);
end;
$$;

comment on function sluice_private.pass_on(
  sluice_private.workers, uuid[], uuid[], bigint[], text[], text[]
) is
  'Acts on reports of a worker after which just one step follows, which it may run at once, or '
  'none: which tokens those are, and the steps.';
