create or replace function sluice_private.examine_workers()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_workers record;
  v_sweep numeric := (
    select sluice_private.seconds_since(s.last_at) from sluice_private.sweeps as s
  );
  v_suspects text[] := array(
    select ready.action
    from sluice_private.ready_steps as ready
    where ready.crashes > 0
    order by ready.seq
    limit 1000
  );
begin
  select
    count(*) filter (where w.last_seen_at > v_now - interval '15 seconds') as alive,
    count(*) filter (where w.last_seen_at <= v_now - interval '15 seconds') as silent,
    count(*) filter (where w.is_draining) as draining
  into v_workers
  from sluice_private.workers as w;
  return next sluice_private.finding(
    'workers', v_workers.alive - v_workers.draining, 0.5, 0,
    format('workers that run: %s, of which end: %s', v_workers.alive, v_workers.draining),
    'Start one: sluice worker.'
  );
  return next sluice_private.finding(
    'silent workers', v_workers.silent, 1, null,
    format('%s workers have not been heard of for 15 s', v_workers.silent),
    'Their steps go to others. Look whether they have died, or cannot reach the database.'
  );
  return next sluice_private.finding(
    'last sweep', coalesce(v_sweep, 0), 30, 300,
    format('the sweeper ran %s s ago', round(coalesce(v_sweep, 0))),
    'See that workers run: what dead ones held is given back by the sweeper of another.'
  );
  return next sluice_private.finding(
    'suspects', cardinality(v_suspects), 1, null,
    case when v_suspects = '{}' then 'no step waits that a process has died of'
      else format('steps that a process has died of, waiting to run alone: %s%s (%s)',
        cardinality(v_suspects), case when cardinality(v_suspects) = 1000 then ' or more' end,
        (select string_agg(distinct suspect, ', ') from unnest(v_suspects) as suspect)) end,
    'Look in the log of its host for what ended it, memory above all; more hosts take more of them.'
  );
end;
$$;

comment on function sluice_private.examine_workers() is
  'Of doctor: whether workers run, and are heard, and what they have died of.';
