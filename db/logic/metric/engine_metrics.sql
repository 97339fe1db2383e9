create or replace function sluice_private.engine_metrics()
returns table (metric text, label text, value double precision)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  return query
  select 'arrivals', null::text, count(*)::double precision
  from (
    select from sluice_private.arrivals as a where not a.is_parked order by a.seq limit 10000
  ) as pending
  union all
  select 'arrivals_oldest_seconds', null, sluice_private.seconds_since((
    select a.created_at from sluice_private.arrivals as a
    where not a.is_parked order by a.seq limit 1
  ))
  union all
  select 'timers_overdue', null, count(*)
  from (
    select from sluice_private.timers as t
    where not t.is_parked and t.due_at < v_now
    limit 10000
  ) as due
  union all
  select 'timers_overdue_seconds', null, sluice_private.seconds_since((
    select t.due_at from sluice_private.timers as t
    where not t.is_parked order by t.due_at limit 1
  ))
  union all
  select 'executions_parked', null, count(*)
  from (
    select from sluice_private.live_executions as live
    where live.paused_at is not null and live.error ->> 'class' = 'engine'
    limit 10000
  ) as parked;
end;
$$;

comment on function sluice_private.engine_metrics() is
  'Of metrics: how far the engine is behind.';
