create or replace view sluice.workflow_step_attempts
with (security_invoker = true)
as
select
  attempt.organization_id, attempt.execution_id, attempt.frame_id, attempt.step_no,
  attempt.generation, attempt.attempt, attempt.crash, attempt.token, attempt.worker_id,
  attempt.epoch, attempt.status, attempt.error, attempt.started_at, attempt.finished_at
from sluice_private.step_attempts as attempt
union all
select
  step.organization_id, step.execution_id, step.frame_id, step.step_no, step.generation,
  step.attempt, step.crash, step.token, step.worker_id, step.epoch, 'completed', null,
  step.started_at, step.finished_at
from sluice_private.execution_steps as step
where step.token is not null;

comment on view sluice.workflow_step_attempts is
  'Every attempt of every worker step, with its error.';
comment on column sluice.workflow_step_attempts.organization_id is
  'The organization it belongs to.';
comment on column sluice.workflow_step_attempts.execution_id is 'The execution.';
comment on column sluice.workflow_step_attempts.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_step_attempts.step_no is 'The step of the version.';
comment on column sluice.workflow_step_attempts.generation is
  'Grows by one when a finished step is run again.';
comment on column sluice.workflow_step_attempts.attempt is 'From 1.';
comment on column sluice.workflow_step_attempts.crash is
  'How many times this attempt lost its worker before.';
comment on column sluice.workflow_step_attempts.token is 'The lease it ran under.';
comment on column sluice.workflow_step_attempts.worker_id is 'The worker process that ran it.';
comment on column sluice.workflow_step_attempts.epoch is 'That worker''s epoch.';
comment on column sluice.workflow_step_attempts.status is
  'completed failed crashed cancelled.';
comment on column sluice.workflow_step_attempts.error is
  'Of a failed one: { class, message, … }.';
comment on column sluice.workflow_step_attempts.started_at is 'When the worker began.';
comment on column sluice.workflow_step_attempts.finished_at is 'When it ended.';
grant select on sluice.workflow_step_attempts to sluice_member, sluice_admin;
