create or replace view sluice.workflow_executions
with (security_invoker = true)
as
select
  live.organization_id, live.id, live.workflow_id, live.version_id, live.trigger_id, live.status,
  live.input, null::jsonb as output, live.error, live.started_by,
  live.created_at, live.started_at, null::timestamptz as finished_at, live.generation,
  live.parent_execution_id, live.parent_frame_id, live.parent_step_no, live.parent_generation,
  live.root_execution_id, live.depth, live.failed_execution_id,
  live.traceparent
from sluice_private.live_executions as live
union all
select
  past.organization_id, past.id, past.workflow_id, past.version_id, past.trigger_id, past.status,
  past.input, past.output, past.error, past.started_by,
  past.created_at, past.started_at, past.finished_at, past.generation,
  past.parent_execution_id, past.parent_frame_id, past.parent_step_no, past.parent_generation,
  past.root_execution_id, past.depth, past.failed_execution_id,
  past.traceparent
from sluice_private.executions as past;

comment on view sluice.workflow_executions is
  'Runs of workflows, those under way and those finished.';
comment on column sluice.workflow_executions.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_executions.id is 'Its id; orders by time of start.';
comment on column sluice.workflow_executions.workflow_id is 'The workflow it is a run of.';
comment on column sluice.workflow_executions.version_id is
  'The version it runs, from start to end.';
comment on column sluice.workflow_executions.trigger_id is 'The trigger that started it.';
comment on column sluice.workflow_executions.status is
  'pending running waiting paused completed failed cancelled timed_out.';
comment on column sluice.workflow_executions.input is 'What expressions read as trigger.';
comment on column sluice.workflow_executions.output is
  'The output of its end, or else an object of the outputs of its last steps.';
comment on column sluice.workflow_executions.error is 'Why it failed, or is paused.';
comment on column sluice.workflow_executions.started_by is 'The person who started it.';
comment on column sluice.workflow_executions.created_at is 'When it was asked for.';
comment on column sluice.workflow_executions.started_at is 'When its first step began.';
comment on column sluice.workflow_executions.finished_at is 'When it ended.';
comment on column sluice.workflow_executions.generation is
  'How often it has been retried; its steps of this generation are the present ones.';
comment on column sluice.workflow_executions.parent_execution_id is
  'The execution that called it; null where none did.';
comment on column sluice.workflow_executions.parent_frame_id is 'The frame of the step that did.';
comment on column sluice.workflow_executions.parent_step_no is 'The step that called it.';
comment on column sluice.workflow_executions.parent_generation is 'The generation of that step.';
comment on column sluice.workflow_executions.root_execution_id is
  'The outermost of the executions that called it; null where none did.';
comment on column sluice.workflow_executions.depth is 'How many calls deep it is.';
comment on column sluice.workflow_executions.failed_execution_id is
  'The execution whose failure it handles, as its error workflow or called by that.';
comment on column sluice.workflow_executions.traceparent is
  'The span that started it, as W3C Trace Context writes it.';
grant select on sluice.workflow_executions to sluice_member, sluice_admin;
