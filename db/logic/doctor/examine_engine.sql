create or replace function sluice_private.examine_engine()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrived numeric := (
    select sluice_private.seconds_since(oldest.created_at)
    from (
      select a.created_at
      from sluice_private.arrivals as a
      where not a.is_parked
      order by a.seq
      limit 1
    ) as oldest
  );
  v_due numeric := (
    select sluice_private.seconds_since(oldest.due_at)
    from (
      select t.due_at
      from sluice_private.timers as t
      where not t.is_parked
      order by t.due_at
      limit 1
    ) as oldest
  );
  v_parked numeric := (
    select count(*)::numeric
    from sluice_private.live_executions as live
    where live.paused_at is not null and live.error ->> 'class' = 'engine'
  );
begin
  return next sluice_private.finding(
    'oldest arrival', coalesce(v_arrived, 0), 5, 60,
    format('the oldest arrival that has not been acted on is %s s old',
      round(coalesce(v_arrived, 0))),
    'See that workers run: their pumps act on arrivals. sluice.tick() does so by hand.'
  );
  return next sluice_private.finding(
    'overdue timers', coalesce(v_due, 0), 5, 60,
    format('the timer that is longest overdue is so for %s s', round(coalesce(v_due, 0))),
    'See that workers run: their pumps act on timers. sluice.tick() does so by hand.'
  );
  return next sluice_private.finding(
    'parked executions', v_parked, 1, 50,
    format('the engine could not move %s executions on', v_parked),
    'sluice.dead_letters says why; mend the cause, then sluice.redrive resumes them.'
  );
end;
$$;

comment on function sluice_private.examine_engine() is
  'Of doctor: how far the engine is behind, and what it could not do.';
