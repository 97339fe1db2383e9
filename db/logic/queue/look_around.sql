/* One statement: most of the time there is nothing, and to ask each queue by itself costs more than
   what an execution takes from it. In order, so that each is the low end of an index. */
create or replace function sluice_private.look_around(
  out has_events boolean,
  out has_arrivals boolean,
  out has_offers boolean,
  out has_suspects boolean,
  out has_claims boolean,
  out has_bulk boolean,
  out look_at timestamptz,
  out schedule_at timestamptz
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select
    (select c.seq from sluice_private.row_changes as c order by c.seq limit 1) is not null
      or (select n.seq from sluice_private.new_events as n order by n.seq limit 1) is not null
      or (
        select a.seq from sluice_private.awaited_events as a
        where a.is_new
        order by a.seq
        limit 1
      ) is not null,
    (
      select a.seq from sluice_private.arrivals as a
      where not a.is_parked
      order by a.seq
      limit 1
    ) is not null,
    (
      select l.slot from sluice_private.step_leases as l
      where l.worker_id is null
      order by l.action, l.slot
      limit 1
    ) is not null,
    (
      select s.seq from sluice_private.ready_steps as s
      where s.crashes > 0
      order by s.seq
      limit 1
    ) is not null,
    (
      select c.seq from sluice_private.lock_claims as c
      where c.state in ('new', 'released')
      order by c.seq
      limit 1
    ) is not null,
    exists (select from sluice.bulk_operations as running where running.status = 'running'),
    least(
      (select t.due_at from sluice_private.trigger_timers as t order by t.due_at limit 1),
      (select d.due_at from sluice_private.deferred_firings as d order by d.due_at limit 1)
    ),
    (
      select job.due_at from sluice.scheduled_jobs as job
      where job.due_at is not null
      order by job.due_at
      limit 1
    )
  into
    has_events, has_arrivals, has_offers, has_suspects, has_claims, has_bulk, look_at, schedule_at;
end;
$$;

comment on function sluice_private.look_around() is
  'What there is for a pump besides timers and the backlog: events, arrivals, steps that were '
  'offered, or that a process has died of, claims of locks, bulk operations; when triggers are to '
  'be looked at or fired again, and the next schedule is due.';
