/* What take_starts and a round come to where the trigger has a successor and only the start has
   arrived, in one statement; a successor that is not a worker's is for propagate to fire. It locks
   the executions itself; one that has changed between the snapshot and the lock is left alone, and
   what else has arrived since then comes next. */
create or replace function sluice_private.begin_lines(
  organization_ids uuid[],
  execution_ids uuid[],
  host sluice_private.workers,
  is_direct boolean,
  out begun uuid[],
  out handed sluice_private.handed_step[],
  out fired sluice_private.fired_step[]
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
    select s.*, s.execution_id || ':0:' || s.next_no || ':0' as key, case when is_direct
      and s.next_action = any (host.actions) and s.organization_id <> all (host.over_share)
      then nextval('sluice_private.lease_token') end as token
    from sluice_private.find_starts(organization_ids, execution_ids) as s
  ),
  running as (
    update sluice_private.live_executions as live set status = 'running', started_at = v_now
    from found as s where live.ctid = s.place and live.status = 'pending' returning s.*
  ),
  begun as (
    delete from sluice_private.arrivals as arrival
    using running as s where arrival.ctid = s.arrival_place returning s.*
  ),
  frames as (
    insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
    select s.organization_id, s.execution_id, 0, 1 from begun as s
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, status, attempt,
      ports, verdicts, ready_at, started_at, finished_at
    ) select s.organization_id, s.execution_id, 0, s.trigger_step, 0, s.node_id, 'trigger',
      'completed', 1, '{main}', s.verdicts, s.created_at, v_now, v_now from begun as s
  ),
  leases as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, priority, worker_id, epoch, ready_at, start_by, bound_at
    ) select s.organization_id, s.token, s.execution_id, 0, s.next_no, 0, s.version_id,
      s.next_action, s.next_input, 1, s.priority, host.id, host.epoch, v_now, v_now,
      clock_timestamp() from begun as s where s.token is not null
  ),
  backlog as (
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, priority, ready_at
    ) select s.organization_id, s.execution_id, 0, s.next_no, 0, s.version_id, s.next_action,
      s.next_input, 1, s.priority, v_now
    from begun as s where s.token is null and s.next_action is not null
  )
  select
    array_agg(s.execution_id), array_agg(s.organization_id), array_agg((
      s.organization_id, s.token, s.execution_id, s.next_node_id, s.next_action, 1, s.key,
      s.next_input::text, s.next_timeout_ms, s.token - 1, 0
    )::sluice_private.handed_step) filter (where s.token is not null),
    array_agg((
      s.organization_id, s.execution_id, s.version_id, 0, s.next_no, 0, true, null, false, false
    )::sluice_private.fired_step) filter (where s.next_action is null)
  into begun, v_organizations, handed, fired from begun as s;
  perform sluice_private.note_changes(v_organizations, begun);
end;
$$;

comment on function sluice_private.begin_lines(
  uuid[], uuid[], sluice_private.workers, boolean
) is
  'Begins those of these executions of which only a start has arrived, where just one step '
  'follows: which those are, the steps that the host runs at once, and those to be fired.';
