create or replace function sluice.check_invariants()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not sluice_hidden.is_operator() then
    raise exception using
      errcode = 'SLFRB',
      message = 'only an operator may check invariants',
      hint = 'Be a member of sluice_admin.';
  end if;
  return query
  with causes as materialized (
    select a.organization_id, a.execution_id, a.frame_id, a.kind in ('start', 'fire', 'skip') as counts,
      'arrival' as cause
    from sluice_private.arrivals as a
    union all
    select r.organization_id, r.execution_id, r.frame_id, true, 'ready' from sluice_private.ready_steps as r
    union all
    select l.organization_id, l.execution_id, l.frame_id, true, 'lease' from sluice_private.step_leases as l
    union all
    select b.organization_id, b.execution_id, b.frame_id, true, 'blocked' from sluice_private.blocked_steps as b
    union all
    select w.organization_id, w.execution_id, w.frame_id, true, 'wait' from sluice_private.waits as w
  )
  select 'a live execution has a next cause', live.organization_id, live.id, live.status
  from sluice_private.live_executions as live
  where live.status <> 'paused'
    and not exists (
      select from causes
      where causes.organization_id = live.organization_id and causes.execution_id = live.id
    )
  union all
  select 'a hot row belongs to a live execution', hot.organization_id, hot.execution_id, hot.cause
  from (
    select c.organization_id, c.execution_id, c.cause from causes as c where c.counts
    union all
    select f.organization_id, f.execution_id, 'frame' from sluice_private.frames as f
    union all
    select t.organization_id, t.execution_id, 'timer' from sluice_private.timers as t
    union all
    select o.organization_id, o.execution_id, 'output' from sluice_private.live_outputs as o
  ) as hot
  where not exists (
    select from sluice_private.live_executions as live
    where live.organization_id = hot.organization_id and live.id = hot.execution_id
  )
  union all
  select 'a frame counts what is under way in it', f.organization_id, f.execution_id,
    format('open is %s, %s found', f.open, counted.n)
  from sluice_private.frames as f
  inner join sluice_private.live_executions as live
    on live.organization_id = f.organization_id and live.id = f.execution_id
  cross join lateral (
    select count(*) as n from causes
    where causes.organization_id = f.organization_id
      and causes.execution_id = f.execution_id
      and causes.frame_id = f.frame_id
      and causes.counts
  ) as counted
  where f.open <> counted.n and live.status <> 'paused'
  union all
  select 'a wait has a timer', w.organization_id, w.execution_id, w.step_no::text
  from sluice_private.waits as w
  where not exists (
    select from sluice_private.timers as t
    where t.organization_id = w.organization_id and t.execution_id = w.execution_id
      and t.frame_id = w.frame_id and t.step_no = w.step_no and t.kind = 'wait'
  )
  union all
  select 'an execution is live or finished', past.organization_id, past.id, past.status
  from sluice_private.executions as past
  inner join sluice_private.live_executions as live
    on live.organization_id = past.organization_id and live.id = past.id;
end;
$$;

comment on function sluice.check_invariants() is
  'Zero rows: every live execution has a next cause, no hot row points at a finished one, every count is right.';
grant execute on function sluice.check_invariants() to sluice_admin;
