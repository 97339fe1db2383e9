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
    item.version_id, known.action, item.input, item.attempt + 1,
    coalesce(known.priority, live.priority), 'retry',
    item.error, item.due_at
  from (select s.* from unnest(retrying) as s limit cardinality(retrying)) as item
  cross join lateral (
    select w.action, w.priority
    from sluice.workflow_steps as w
    where w.organization_id = item.organization_id
      and w.version_id = item.version_id
      and w.step_no = item.step_no
    offset 0
  ) as known
  cross join lateral (
    select e.priority
    from sluice_private.live_executions as e
    where e.organization_id = item.organization_id and e.id = item.execution_id
    offset 0
  ) as live;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at, is_parked
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'retry', item.due_at,
    live.is_paused
  from (select s.* from unnest(retrying) as s limit cardinality(retrying)) as item
  cross join lateral (
    select e.paused_at is not null as is_paused
    from sluice_private.live_executions as e
    where e.organization_id = item.organization_id and e.id = item.execution_id
    offset 0
  ) as live;
end;
$$;

comment on function sluice_private.delay_retries(sluice_private.settled_step[]) is
  'Sets failed steps aside until their next attempt is due.';
