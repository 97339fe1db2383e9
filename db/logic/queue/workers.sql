create or replace view sluice.workers
with (security_invoker = true)
as
select
  worker.id, worker.host, worker.pid, worker.version, worker.actions, worker.concurrency,
  running.step_count as running_count, running.actions as running_actions,
  running.oldest_at as running_since, worker.is_draining, worker.connection,
  worker.is_listening, worker.started_at, worker.last_seen_at
from sluice_private.workers as worker
cross join lateral (
  select
    coalesce(sum(each.step_count), 0)::int as step_count,
    coalesce(jsonb_object_agg(each.action, each.step_count), '{}') as actions,
    min(each.oldest_at) as oldest_at
  from (
    select lease.action, count(*)::int as step_count, min(lease.bound_at) as oldest_at
    from sluice_private.step_leases as lease
    where lease.worker_id = worker.id
    group by lease.action
  ) as each
) as running;

comment on view sluice.workers is 'The worker processes that live, for operators.';
comment on column sluice.workers.id is 'The process; another one after each start.';
comment on column sluice.workers.host is 'The name of its machine.';
comment on column sluice.workers.pid is 'Its process id there.';
comment on column sluice.workers.version is 'The version of Sluice that it runs.';
comment on column sluice.workers.actions is 'The actions that it serves.';
comment on column sluice.workers.concurrency is 'How many steps it runs at once.';
comment on column sluice.workers.running_count is 'How many it runs now.';
comment on column sluice.workers.running_actions is 'How many of each action.';
comment on column sluice.workers.running_since is 'When the oldest of these began.';
comment on column sluice.workers.is_draining is 'It was told to stop: it ends what it runs.';
comment on column sluice.workers.connection is
  'direct: its death is found with the end of its connection. pooled: by its silence alone. '
  'unknown: it has not said yet.';
comment on column sluice.workers.is_listening is 'It hears ticks; if not, it only polls.';
comment on column sluice.workers.started_at is 'When it registered.';
comment on column sluice.workers.last_seen_at is 'When it was last heard of.';
grant select on sluice.workers to sluice_admin;
