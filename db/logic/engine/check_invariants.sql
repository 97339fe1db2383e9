create or replace function sluice.check_invariants()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('check invariants');
  return query
  with causes as materialized (
    select c.* from sluice_private.next_causes() as c
  )
  select 'a live execution has a next cause', live.organization_id, live.id, live.status
  from sluice_private.live_executions as live
  where live.status <> 'paused'
    and not exists (
      select from causes
      where causes.organization_id = live.organization_id and causes.execution_id = live.id
        and causes.cause <> 'container'
    )
  union all
  select 'a hot row belongs to a live execution', hot.organization_id, hot.execution_id, hot.kind
  from sluice_private.hot_rows() as hot
  where not exists (
    select from sluice_private.live_executions as live
    where live.organization_id = hot.organization_id and live.id = hot.execution_id
  )
  union all
  select 'a frame counts what is under way in it', f.organization_id, f.execution_id,
    format('open is %s, and %s found', f.open, counted.n)
  from sluice_private.frames as f
  inner join sluice_private.live_executions as live
    on live.organization_id = f.organization_id and live.id = f.execution_id
  cross join lateral (
    select count(*) as n from causes
    where causes.organization_id = f.organization_id
      and causes.execution_id = f.execution_id
      and causes.frame_id = f.frame_id
      and causes.is_under_way
  ) as counted
  where f.open <> counted.n and live.status <> 'paused'
  union all
  select distinct 'a step under way has a frame', c.organization_id, c.execution_id,
    format('there is no frame %s', c.frame_id)
  from causes as c
  inner join sluice_private.live_executions as live
    on live.organization_id = c.organization_id and live.id = c.execution_id
  where c.is_under_way and c.cause <> 'arrival start' and live.status <> 'paused'
    and not exists (
      select from sluice_private.frames as f
      where f.organization_id = c.organization_id
        and f.execution_id = c.execution_id
        and f.frame_id = c.frame_id
    )
  union all
  select s.invariant, s.organization_id, s.execution_id, s.detail
  from sluice_private.strays() as s
  union all
  select l.invariant, l.organization_id, l.execution_id, l.detail
  from sluice_private.stray_limits() as l
  union all
  select 'an execution is live or finished', past.organization_id, past.id, past.status
  from sluice_private.executions as past
  inner join sluice_private.live_executions as live
    on live.organization_id = past.organization_id and live.id = past.id;
end;
$$;

comment on function sluice.check_invariants() is
  'Zero rows: every live execution has a next cause, no hot row points at a finished one, '
  'every count is right.';
grant execute on function sluice.check_invariants() to sluice_admin;
