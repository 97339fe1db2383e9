create or replace view sluice.workflow_execution_steps
with (security_invoker = true)
as
select
  past.organization_id, past.execution_id, past.frame_id, past.step_no, past.generation,
  past.node_id, past.type, past.action, past.status, past.attempt, past.ports, past.verdicts,
  past.input, past.output, past.error, past.ready_at, past.started_at, past.finished_at,
  past.frame_path
from sluice_private.execution_steps as past
union all
select
  live.organization_id, live.execution_id, live.frame_id, live.step_no, live.generation,
  step.node_id, step.type, step.action, live.status, live.attempt, '{}'::text[], null::jsonb,
  live.input, null::jsonb, live.error, live.ready_at, live.started_at, null::timestamptz,
  (
    select frame.path
    from sluice_private.frames as frame
    where frame.organization_id = live.organization_id
      and frame.execution_id = live.execution_id
      and frame.frame_id = live.frame_id
      and live.frame_id <> 0
  )
from (
  select
    ready.organization_id, ready.execution_id, ready.frame_id, ready.step_no, ready.generation,
    ready.version_id, 'queued'::text as status, ready.attempt, ready.input, null::jsonb as error,
    ready.ready_at, null::timestamptz as started_at
  from sluice_private.ready_steps as ready
  union all
  select
    lease.organization_id, lease.execution_id, lease.frame_id, lease.step_no, lease.generation,
    lease.version_id, case when lease.bound_at is null then 'queued' else 'running' end,
    lease.attempt, lease.input, null, lease.ready_at, lease.bound_at
  from sluice_private.step_leases as lease
  union all
  select
    blocked.organization_id, blocked.execution_id, blocked.frame_id, blocked.step_no,
    blocked.generation, blocked.version_id,
    case blocked.reason when 'limit' then 'queued' else 'retrying' end, blocked.attempt,
    blocked.input, blocked.error, blocked.ready_at, null
  from sluice_private.blocked_steps as blocked
  union all
  select
    waiting.organization_id, waiting.execution_id, waiting.frame_id, waiting.step_no,
    waiting.generation, waiting.version_id, 'waiting', 1, waiting.input, null,
    waiting.started_at, waiting.started_at
  from sluice_private.waits as waiting
  union all
  select
    calling.organization_id, calling.execution_id, calling.frame_id, calling.step_no,
    calling.generation, calling.version_id,
    case when calling.child_id is null then 'retrying' else 'waiting' end, calling.attempt,
    calling.input, calling.error, calling.started_at, calling.started_at
  from sluice_private.calls as calling
  union all
  select
    opened.organization_id, opened.execution_id, opened.frame_id, opened.step_no,
    opened.generation, opened.version_id,
    case when opened.waits_for is null then 'running' else 'waiting' end, 1,
    case when opened.waits_for is not null then jsonb_build_object('lock', opened.waits_for) end,
    null, opened.started_at,
    opened.started_at
  from sluice_private.containers as opened
  where not opened.is_settled
) as live
inner join sluice.workflow_steps as step
  on step.organization_id = live.organization_id
  and step.version_id = live.version_id
  and step.step_no = live.step_no;

comment on view sluice.workflow_execution_steps is
  'Steps of executions: one row per node of a frame, those under way and those finished.';
comment on column sluice.workflow_execution_steps.organization_id is
  'The organization it belongs to.';
comment on column sluice.workflow_execution_steps.execution_id is 'The execution.';
comment on column sluice.workflow_execution_steps.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_execution_steps.step_no is 'The step of the version.';
comment on column sluice.workflow_execution_steps.generation is
  'Grows by one when its execution is retried; kept steps say so in verdicts.kept_from.';
comment on column sluice.workflow_execution_steps.node_id is 'The node in the definition.';
comment on column sluice.workflow_execution_steps.type is
  'The primitive: trigger, action, choice, wait, call, end, foreach, loop, group; or compensation.';
comment on column sluice.workflow_execution_steps.action is
  'Of an action: its name in the catalogue.';
comment on column sluice.workflow_execution_steps.status is
  'pending queued running waiting retrying completed failed skipped cancelled timed_out.';
comment on column sluice.workflow_execution_steps.attempt is 'The attempt it is at, or ended with.';
comment on column sluice.workflow_execution_steps.ports is 'The ports it completed on.';
comment on column sluice.workflow_execution_steps.verdicts is
  'Why: which edges went live, and what each condition answered.';
comment on column sluice.workflow_execution_steps.input is 'Its input, expressions filled in.';
comment on column sluice.workflow_execution_steps.output is 'What it gave.';
comment on column sluice.workflow_execution_steps.error is
  'Why it failed, or is to be tried again.';
comment on column sluice.workflow_execution_steps.ready_at is 'When it could first have run.';
comment on column sluice.workflow_execution_steps.started_at is 'When it began.';
comment on column sluice.workflow_execution_steps.finished_at is 'When it ended.';
comment on column sluice.workflow_execution_steps.frame_path is
  'The iterations it is in, such as each[3].inner[0]; null at the root.';
grant select on sluice.workflow_execution_steps to sluice_member, sluice_admin;
