/* One statement, whose cost does not grow with the database: lines are counted up to 10,000 steps,
   and history is not read. No organization, workflow or action is named. */
create or replace function sluice_private.metrics()
returns table (metric text, label text, value double precision)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
set enable_seqscan = off
set enable_bitmapscan = off
as $$
begin
  return query
  with line as materialized (
    select l.* from sluice_private.oldest_ready() as l
  ),
  worker as materialized (
    select
      case
        when w.last_seen_at <= clock_timestamp() - interval '15 seconds' then 'silent'
        when w.is_draining then 'draining'
        else 'serving'
      end as state,
      w.concurrency
    from sluice_private.workers as w
  )
  select 'queue_steps', l.priority::text, sum(waiting.n)::double precision
  from line as l
  cross join lateral (
    select count(*) as n
    from (
      select
      from sluice_private.ready_steps as r
      where (r.action, r.organization_id, r.priority)
        = (l.action, l.organization_id, l.priority)
      limit 10000
    ) as counted
  ) as waiting
  group by l.priority
  union all
  select 'queue_oldest_seconds', null, sluice_private.seconds_since(min(l.ready_at))
  from line as l
  union all
  select 'queue_suspects', null, count(*)
  from (
    select from sluice_private.ready_steps as r where r.crashes > 0 order by r.seq limit 10000
  ) as suspect
  union all
  select 'leases', lease.state, count(*)
  from (
    select case when s.expires_at is not null then 'outside'
      when s.bound_at is null then 'admitted' else 'running' end as state
    from sluice_private.step_leases as s
    limit 100000
  ) as lease
  group by lease.state
  union all
  select 'workers', w.state, count(*) from worker as w group by w.state
  union all
  select 'worker_slots', null, coalesce(sum(w.concurrency), 0)
  from worker as w where w.state = 'serving'
  union all
  select 'executions_finished', c.status, sum(c.count)
  from sluice_private.execution_counts as c group by c.status
  union all
  select m.metric, m.label, m.value from sluice_private.engine_metrics() as m;
end;
$$;

comment on function sluice_private.metrics() is
  'What a worker tells Prometheus of the database as a whole.';
grant execute on function sluice_private.metrics() to sluice_worker;
