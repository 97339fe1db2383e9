create or replace view sluice.dead_letters
with (security_invoker = true)
as
select
  past.organization_id, past.id as execution_id, past.workflow_id, past.version_id,
  case
    when past.error ->> 'class' = 'crash' then 'quarantined'
    else past.status
  end as kind,
  past.status, past.error ->> 'class' as error_class, past.error ->> 'message' as message,
  past.error ->> 'node_id' as node_id, past.error, past.generation, past.created_at,
  past.finished_at as failed_at
from sluice_private.executions as past
where past.status in ('failed', 'timed_out')
  and (past.parent_execution_id is null or not sluice_hidden.was_awaited(
    past.organization_id, past.parent_execution_id, past.parent_step_no
  ))
union all
select
  live.organization_id, live.id, live.workflow_id, live.version_id, 'parked', live.status,
  live.error ->> 'class', live.error ->> 'message', live.error ->> 'node_id', live.error,
  live.generation, live.created_at, live.paused_at
from sluice_private.live_executions as live
where live.paused_at is not null
  and live.error ->> 'class' = 'engine';

comment on view sluice.dead_letters is
  'Executions that have failed and that nothing will run again by itself, and those that the '
  'engine has parked.';
comment on column sluice.dead_letters.organization_id is 'The organization it belongs to.';
comment on column sluice.dead_letters.execution_id is 'The execution.';
comment on column sluice.dead_letters.workflow_id is 'The workflow.';
comment on column sluice.dead_letters.version_id is 'The version it ran.';
comment on column sluice.dead_letters.kind is
  'failed, timed_out, quarantined (a step took its workers with it), or parked (the engine could '
  'not move it on).';
comment on column sluice.dead_letters.status is 'The status of the execution.';
comment on column sluice.dead_letters.error_class is 'What kind of error, such as http.';
comment on column sluice.dead_letters.message is 'What went wrong.';
comment on column sluice.dead_letters.node_id is 'The node in which it did.';
comment on column sluice.dead_letters.error is 'All that is known of it.';
comment on column sluice.dead_letters.generation is 'How often it has been retried before.';
comment on column sluice.dead_letters.created_at is 'When the execution was asked for.';
comment on column sluice.dead_letters.failed_at is 'When it failed, or was parked.';
grant select on sluice.dead_letters to sluice_member, sluice_admin;
