/* Inlined where it is called, as find_passed is. A wait for events, a condition or a decision has
   more to forget, and takes the rounds. */
create or replace function sluice_private.find_wakes(
  organization_ids uuid[],
  execution_ids uuid[],
  as_of timestamptz
)
returns setof sluice_private.woken_line
stable
begin atomic
  select
    due.place, wait.place, live.organization_id, live.id, live.version_id,
    wait.step_no, due.due_at, wait.started_at, wait.input, wait.output, live.priority,
    step.node_id, step.is_kept, step.verdicts, step.next_no, step.next_node_id, step.next_action,
    step.next_input, step.next_timeout_ms
  from (
    select pair.* from unnest(organization_ids, execution_ids)
      as pair (organization_id, execution_id)
    limit cardinality(execution_ids)
  ) as driver
  cross join lateral (
    select min(timer.ctid) as place, min(timer.step_no) as step_no, min(timer.due_at) as due_at
    from sluice_private.timers as timer
    where timer.organization_id = driver.organization_id
      and timer.execution_id = driver.execution_id
      and timer.due_at <= as_of
    having count(*) = 1
      and bool_and(timer.kind = 'wait' and timer.frame_id = 0 and not timer.is_parked)
    offset 0
  ) as due
  cross join lateral (
    select e.*
    from sluice_private.live_executions as e
    where (e.organization_id, e.id, e.status)
      = (driver.organization_id, driver.execution_id, 'waiting')
      and due.place is not null
    for update skip locked
    offset 0
  ) as live
  cross join lateral (
    select held.*, held.ctid as place, jsonb_build_object('due_at', due.due_at) as output
    from sluice_private.waits as held
    where (held.organization_id, held.execution_id, held.frame_id, held.step_no)
      = (live.organization_id, live.id, 0, due.step_no)
      and (held.generation, held.due_port) = (0, 'elapsed')
      and not held.input ?| '{events,condition,approval}'
    offset 0
  ) as wait
  cross join lateral (
    select successor.*
    from sluice_private.find_successor(
      live.organization_id, live.id, live.version_id, wait.step_no, wait.output, live.input,
      live.variables
    ) as successor
    where successor.next_action is not null
    offset 0
  ) as step
  where not exists (select from sluice_private.paused_scopes)
    and not exists (
      select from sluice_private.live_executions as slow where slow.apart_since is not null
    )
    and not exists (
      select from sluice_private.arrivals as arrival
      where arrival.organization_id = driver.organization_id
        and arrival.execution_id = driver.execution_id
      offset 0
    );
end;

comment on function sluice_private.find_wakes(uuid[], uuid[], timestamptz) is
  'Of these executions, those that sleep until an instant that has come, at which nothing has '
  'arrived, and whose wait has a successor.';
