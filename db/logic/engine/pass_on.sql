/* The straight way from one worker's step to the next: what propagate comes to where there is
   nothing to decide, in two statements. Whatever is not as simple as that is left to it, and so
   is an execution about which there is more than one report. */
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
  v_passed sluice_private.passed_step[];
begin
  if not worker.is_draining and not exists (select from sluice_private.paused_scopes) then
    v_passed := sluice_private.take_passed(reports, worker);
  end if;
  if v_passed is null then
    return;
  end if;
  perform sluice_hidden.failpoint('propagated');
  with passed as materialized (
    select p.*, nextval('sluice_private.lease_token') as next_token, clock_timestamp() as next_at,
      greatest(v_now, p.bound_at) as finished_at
    from unnest(v_passed) as p
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, ready_at, started_at, finished_at
    )
    select
      p.organization_id, p.execution_id, 0, p.step_no, 0, p.node_id, 'action', p.action,
      'completed', p.attempt, '{main}', p.verdicts, p.input, p.output, p.ready_at, p.bound_at,
      p.finished_at
    from passed as p
  ),
  outputs as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    )
    select
      p.organization_id, p.execution_id, 0, p.step_no, p.node_id, 'completed', p.output
    from passed as p
    where p.is_referenced and p.next_no <> 0
  ),
  leased as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, priority, slot, after_token, worker_id, epoch, ready_at, start_by, bound_at
    )
    select
      p.organization_id, p.next_token, p.execution_id, 0, p.next_no, 0, p.version_id,
      p.next_action, p.next_input, 1, p.priority, p.slot, p.token, worker.id, worker.epoch, v_now,
      p.next_at, p.next_at
    from passed as p
    where p.next_no <> 0
  )
  select
    array_agg(p.token),
    array_agg((
      p.organization_id, p.next_token, p.execution_id, p.next_node_id, p.next_action, 1,
      p.execution_id || ':0:' || p.next_no || ':0', p.next_input::text, p.next_timeout_ms, p.token
    )::sluice_private.handed_step) filter (where p.next_no <> 0)
  into tokens, handed
  from passed as p;
  perform sluice_private.end_lines(array(select p from unnest(v_passed) as p where p.next_no = 0));
end;
$$;

comment on function sluice_private.pass_on(
  sluice_private.step_report[], sluice_private.workers
) is
  'Of reports about executions that are locked, acts on those after which just one step follows, '
  'which this worker may run at once: which tokens those are, and the steps.';
