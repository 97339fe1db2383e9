/* What take_timers and a round come to where nothing else was under way and the wait has a
   successor, in one statement. It locks the executions itself; who has ended the wait meanwhile has
   taken its timer, and what has arrived since comes next. */
create or replace function sluice_private.wake_lines(
  organization_ids uuid[],
  execution_ids uuid[],
  host sluice_private.workers,
  is_direct boolean,
  out woken uuid[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_organizations uuid[];
begin
  with found as materialized (
    select w.*, w.execution_id || ':0:' || w.next_no || ':0' as key, case when is_direct
      and w.next_action = any (host.actions) and w.organization_id <> all (host.over_share)
      then nextval('sluice_private.lease_token') end as token
    from sluice_private.find_wakes(organization_ids, execution_ids, v_now) as w
  ),
  woken as (
    delete from sluice_private.timers as timer
    using found as w where timer.ctid = w.timer_place returning w.*
  ),
  ended as (
    delete from sluice_private.waits as wait using woken as w where wait.ctid = w.wait_place
  ),
  running as (
    update sluice_private.live_executions as live set status = 'running'
    from woken as w where live.id = any (array[w.execution_id])
      and live.organization_id is not distinct from w.organization_id
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, status, attempt,
      ports, verdicts, input, output, ready_at, started_at, finished_at
    ) select w.organization_id, w.execution_id, 0, w.step_no, 0, w.node_id, 'wait', 'completed', 1,
      '{main,elapsed}', w.verdicts, w.input, w.output, w.started_at, w.started_at,
      greatest(v_now, w.started_at) from woken as w
  ),
  outputs as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    ) select w.organization_id, w.execution_id, 0, w.step_no, w.node_id, 'completed', w.output
    from woken as w where w.is_kept
  ),
  leases as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, priority, worker_id, epoch, ready_at, start_by, bound_at
    ) select w.organization_id, w.token, w.execution_id, 0, w.next_no, 0, w.version_id,
      w.next_action, w.next_input, 1, w.priority, host.id, host.epoch, v_now, v_now,
      clock_timestamp() from woken as w where w.token is not null
  ),
  backlog as (
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, priority, ready_at
    ) select w.organization_id, w.execution_id, 0, w.next_no, 0, w.version_id, w.next_action,
      w.next_input, 1, w.priority, v_now from woken as w where w.token is null
  )
  select array_agg(w.execution_id), array_agg(w.organization_id), array_agg((
    w.organization_id, w.token, w.execution_id, w.next_node_id, w.next_action, 1, w.key,
    w.next_input::text, w.next_timeout_ms, w.token - 1, 0
  )::sluice_private.handed_step) filter (where w.token is not null)
  into woken, v_organizations, handed from woken as w;
  perform sluice_private.note_changes(v_organizations, woken);
end;
$$;

comment on function sluice_private.wake_lines(
  uuid[], uuid[], sluice_private.workers, boolean
) is
  'Wakes those of these executions of which only a wait is due, where just one step follows: which '
  'those are, and the steps that the host runs at once.';
