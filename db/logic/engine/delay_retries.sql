create or replace function sluice_private.delay_retries(retrying sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.blocked_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, priority, reason, error, ready_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, item.generation,
    item.version_id, known.action, item.input, item.attempt + 1, live.priority, 'retry',
    item.error, item.due_at
  from unnest(retrying) as item
  inner join sluice.workflow_steps as known
    on known.organization_id = item.organization_id
    and known.version_id = item.version_id
    and known.step_no = item.step_no
  inner join sluice_private.live_executions as live
    on live.organization_id = item.organization_id
    and live.id = item.execution_id;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'retry', item.due_at
  from unnest(retrying) as item;
end;
$$;

comment on function sluice_private.delay_retries(sluice_private.settled_step[]) is
  'Sets failed steps aside until their next attempt is due.';
