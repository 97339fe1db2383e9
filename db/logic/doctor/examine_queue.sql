create or replace function sluice_private.examine_queue()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_waiting numeric := (
    select count(*)::numeric
    from (select from sluice_private.ready_steps limit 10000) as counted
  );
  v_oldest numeric := (
    select sluice_private.seconds_since(min(line.ready_at))
    from sluice_private.oldest_ready() as line
  );
  v_unserved text[] := array(
    select distinct line.action
    from sluice_private.oldest_ready() as line
    where not exists (
      select from sluice_private.workers as worker
      where not worker.is_draining and line.action = any (worker.actions)
    )
    order by line.action
  );
begin
  return next sluice_private.finding(
    'steps waiting', v_waiting, 1000, 5000,
    format('%s steps wait for a worker', case when v_waiting = 10000 then '10000 or more'
      else v_waiting::text end),
    'Add workers, or raise their concurrency; sluice.workflow_execution_queue shows the queue.'
  );
  return next sluice_private.finding(
    'oldest step waiting', v_oldest, 60, 600,
    format('the step that waits longest does so for %s s', round(v_oldest)),
    'Add workers that serve its action; sluice.why_waiting(execution_id) says why it waits.'
  );
  return next sluice_private.finding(
    'actions nobody serves', cardinality(v_unserved), 1, null,
    case when v_unserved = '{}' then 'every action that is waited for is served'
      else format('no worker serves %s%s', array_to_string(v_unserved[:5], ', '),
        case when cardinality(v_unserved) > 5 then ' …' else '' end) end,
    'Start workers that have these actions.'
  );
end;
$$;

comment on function sluice_private.examine_queue() is
  'Of doctor: how much waits for workers, how long, and for whom in vain.';
