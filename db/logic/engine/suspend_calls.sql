create or replace function sluice_private.suspend_calls(delayed sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.calls (
    organization_id, execution_id, frame_id, step_no, generation, version_id, attempt, input,
    error, started_at
  )
  select
    d.organization_id, d.execution_id, d.frame_id, d.step_no, d.generation, d.version_id,
    d.attempt, d.input, d.error, d.started_at
  from unnest(delayed) as d;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at, is_parked
  )
  select
    d.organization_id, d.execution_id, d.frame_id, d.step_no, 'retry', d.due_at, live.is_paused
  from (select d.* from unnest(delayed) as d limit cardinality(delayed)) as d
  cross join lateral (
    select e.paused_at is not null as is_paused
    from sluice_private.live_executions as e
    where e.organization_id = d.organization_id and e.id = d.execution_id
    offset 0
  ) as live;
end;
$$;

comment on function sluice_private.suspend_calls(sluice_private.settled_step[]) is
  'Sets calls aside until their next attempt is due.';
