/* Positions are counted within an organization, so that nobody sees how long the line of another
   one is. How long a step takes is what the newest hundred of the organization took. */
create or replace view sluice.workflow_execution_queue
with (security_invoker = true)
as
with served as materialized (
  select s.action, s.slots from sluice_hidden.served_actions() as s
),
pace as materialized (
  select organization.organization_id, recent.took
  from (
    select distinct ready.organization_id from sluice_private.ready_steps as ready
  ) as organization
  cross join lateral (
    select avg(newest.finished_at - newest.started_at) as took
    from (
      select attempt.started_at, attempt.finished_at
      from sluice.workflow_step_attempts as attempt
      where attempt.organization_id = organization.organization_id
        and attempt.started_at is not null
      order by attempt.execution_id desc
      limit 100
    ) as newest
  ) as recent
),
items as (
  select
    ready.organization_id, ready.execution_id, ready.frame_id, ready.step_no, ready.generation,
    ready.action, ready.priority, 'ready'::text as state,
    row_number() over (
      partition by ready.organization_id, ready.action, ready.crashes > 0
      order by case when ready.crashes = 0 then ready.priority end, ready.seq
    ) as position,
    ready.ready_at, ready.attempt, ready.crashes, null::uuid as worker_id,
    null::timestamptz as locked_at, null::timestamptz as lock_expires_at
  from sluice_private.ready_steps as ready
  union all
  select
    lease.organization_id, lease.execution_id, lease.frame_id, lease.step_no, lease.generation,
    lease.action, lease.priority, case when lease.bound_at is null then 'admitted' else 'bound' end,
    null, lease.ready_at, lease.attempt, lease.crashes, lease.worker_id, lease.bound_at,
    case when lease.expires_at is not null then lease.expires_at
      when lease.bound_at is null then lease.start_by
      else sluice_hidden.lease_expiry(lease.worker_id)
    end
  from sluice_private.step_leases as lease
  union all
  select
    blocked.organization_id, blocked.execution_id, blocked.frame_id, blocked.step_no,
    blocked.generation, blocked.action, blocked.priority, blocked.reason, null, blocked.ready_at,
    blocked.attempt, blocked.crashes, null, null, null
  from sluice_private.blocked_steps as blocked
  union all
  select
    live.organization_id, live.id, 0, live.trigger_step, live.generation, null, live.priority,
    case line.state when 'waiting' then 'limit' else 'pending' end,
    null, live.created_at, 1, 0, null, null, null
  from sluice_private.live_executions as live
  left join sluice_private.limited_executions as line
    on line.organization_id = live.organization_id and line.execution_id = live.id
  where live.status = 'pending'
)
select
  sluice_hidden.queue_item_id(item.execution_id, item.frame_id, item.step_no, item.generation)
    as id,
  item.organization_id, live.workflow_id, item.execution_id, item.frame_id, item.step_no,
  step.node_id, item.action, item.priority,
  case item.state when 'bound' then 'processing' else 'queued' end as status,
  item.position, item.ready_at as scheduled_at,
  item.attempt - 1 + item.crashes as retry_count,
  step.max_attempts + 1 as max_retries,
  case item.state when 'retry' then item.ready_at end as next_retry_at,
  item.worker_id, item.locked_at, item.lock_expires_at,
  case item.state
    when 'ready' then case
      when served.slots is not null and item.crashes > 0
        then 'waits to run alone, as a process died while it ran'
      when served.slots is not null then 'waits for a free worker'
      else format('no worker serves %s', item.action)
        || case when step.limits is null then '' else ', and workers in SQL get no limited step' end
    end
    when 'admitted' then 'handed to the workers, and none has begun it yet'
    when 'retry' then 'waits for its next attempt'
    when 'paused' then 'its execution is paused'
    when 'pending' then 'its execution has not begun yet'
    when 'limit' then 'waits for room under its limits'
    when 'bound' then null
    else item.state
  end as reason,
  case item.state
    when 'ready' then case when item.crashes = 0 then
      sluice_hidden.now() + coalesce(pace.took, '0') * ((item.position - 1) / served.slots) end
    when 'retry' then item.ready_at
    when 'bound' then item.locked_at
    when 'admitted' then sluice_hidden.now()
    when 'pending' then sluice_hidden.now()
  end as estimated_start_at,
  live.created_at
from items as item
inner join sluice_private.live_executions as live
  on live.organization_id = item.organization_id and live.id = item.execution_id
inner join sluice.workflow_steps as step
  on step.organization_id = live.organization_id
  and step.version_id = live.version_id
  and step.step_no = item.step_no
left join served on served.action = item.action
left join pace on pace.organization_id = item.organization_id;

comment on view sluice.workflow_execution_queue is
  'What waits for a worker, or is with one: steps, and executions that have not begun.';
comment on column sluice.workflow_execution_queue.id is
  'What acquire_queue_lock and release_queue_lock call it.';
comment on column sluice.workflow_execution_queue.organization_id is
  'The organization it belongs to.';
comment on column sluice.workflow_execution_queue.workflow_id is 'The workflow.';
comment on column sluice.workflow_execution_queue.execution_id is 'The execution.';
comment on column sluice.workflow_execution_queue.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_execution_queue.step_no is 'The step of the version.';
comment on column sluice.workflow_execution_queue.node_id is 'The node in the definition.';
comment on column sluice.workflow_execution_queue.action is
  'What a worker is to do; null: the execution has not begun.';
comment on column sluice.workflow_execution_queue.priority is '1 is first, 10 last.';
comment on column sluice.workflow_execution_queue.status is
  'queued, or processing: a worker has begun it. What has ended is in workflow_execution_steps.';
comment on column sluice.workflow_execution_queue.position is
  'Its place among the steps of its organization and action that could run; the first is 1. What '
  'has to run alone is counted by itself.';
comment on column sluice.workflow_execution_queue.scheduled_at is 'From when on it may run.';
comment on column sluice.workflow_execution_queue.retry_count is
  'How often it has failed, or lost its worker.';
comment on column sluice.workflow_execution_queue.max_retries is
  'How often it may: the attempts of its policy but the first, and two workers lost.';
comment on column sluice.workflow_execution_queue.next_retry_at is
  'When it is tried again, if it has failed.';
comment on column sluice.workflow_execution_queue.worker_id is 'The worker that has it.';
comment on column sluice.workflow_execution_queue.locked_at is 'Since when that worker has it.';
comment on column sluice.workflow_execution_queue.lock_expires_at is
  'When it goes back to the queue if nothing is heard of it.';
comment on column sluice.workflow_execution_queue.reason is
  'Why it waits; null: a worker has it.';
comment on column sluice.workflow_execution_queue.estimated_start_at is
  'When it should begin, as things stand; null: not before something else happens.';
comment on column sluice.workflow_execution_queue.created_at is
  'When its execution was asked for.';
grant select on sluice.workflow_execution_queue to sluice_member, sluice_admin;
