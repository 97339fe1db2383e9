/* R1: the edges of the trigger that fired go live, those of the others dead. */
create or replace function sluice_private.take_starts(started sluice_private.arrivals[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_settled sluice_private.settled_step[];
begin
  insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
  select s.organization_id, s.execution_id, 0, 1
  from unnest(started) as s;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select s.organization_id, s.execution_id, 0, 0, 'deadline',
    case s.generation when 0 then live.created_at else v_now end + version.timeout
  from (select s.* from unnest(started) as s limit cardinality(started)) as s
  cross join lateral (
    select e.version_id, e.created_at
    from sluice_private.live_executions as e
    where e.organization_id = s.organization_id and e.id = s.execution_id
    offset 0
  ) as live
  cross join lateral (
    select v.timeout
    from sluice.workflow_versions as v
    where v.organization_id = s.organization_id and v.id = live.version_id
    offset 0
  ) as version
  where version.timeout is not null;

  select array_agg((
    s.organization_id, s.execution_id, live.version_id, 0, step.step_no, s.generation,
    case when step.step_no = live.trigger_step then 'completed' else 'skipped' end,
    case when step.step_no = live.trigger_step then '{main}'::text[] else '{}' end,
    1, null, null, null, null, live.created_at, v_now, v_now, null, null
  )::sluice_private.settled_step)
  into v_settled
  from (select s.* from unnest(started) as s limit cardinality(started)) as s
  cross join lateral (
    select e.version_id, e.trigger_step, e.created_at
    from sluice_private.live_executions as e
    where e.organization_id = s.organization_id and e.id = s.execution_id
    offset 0
  ) as live
  cross join lateral (
    select w.step_no
    from sluice.workflow_steps as w
    where w.organization_id = s.organization_id
      and w.version_id = live.version_id
      and w.type = 'trigger'
    offset 0
  ) as step;
  return v_settled;
end;
$$;

comment on function sluice_private.take_starts(sluice_private.arrivals[]) is
  'Opens the root frames of executions that start; their triggers, as ended or skipped.';
