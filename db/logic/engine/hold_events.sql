create or replace function sluice_private.hold_events(arrivals sluice_private.arrivals[])
returns sluice_private.told_wait[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_events sluice_private.arrivals[] := array(
    select a from unnest(arrivals) as a where a.kind = 'event'
  );
  v_told sluice_private.told_wait[];
begin
  if cardinality(v_events) = 0 then
    return null;
  end if;
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, body, is_parked
  )
  select a.organization_id, a.execution_id, a.kind, a.frame_id, a.step_no, a.generation, a.body,
    true
  from (select e.* from unnest(v_events) as e limit cardinality(v_events)) as a
  cross join lateral (
    select e.paused_at
    from sluice_private.live_executions as e
    where e.organization_id = a.organization_id and e.id = a.execution_id
    offset 0
  ) as live
  where live.paused_at is not null;

  select array_agg((
    a.organization_id, a.execution_id, a.frame_id, a.step_no, a.generation,
    a.body::jsonb ->> 'port', a.body::jsonb -> 'output',
    (a.body::jsonb ->> 'created_at')::timestamptz
  )::sluice_private.told_wait)
  into v_told
  from (select e.* from unnest(v_events) as e limit cardinality(v_events)) as a
  cross join lateral (
    select e.paused_at
    from sluice_private.live_executions as e
    where e.organization_id = a.organization_id and e.id = a.execution_id
    offset 0
  ) as live
  where live.paused_at is null;
  return array(
    select distinct on (t.execution_id, t.frame_id, t.step_no) t
    from unnest(v_told) as t
    order by t.execution_id, t.frame_id, t.step_no, t.created_at
  );
end;
$$;

comment on function sluice_private.hold_events(sluice_private.arrivals[]) is
  'The first of what has arrived for each wait; those of paused executions stay for '
  'their resume.';
