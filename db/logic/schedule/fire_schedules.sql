/* Whoever locks a schedule takes it; another worker takes others. With a thousand firings there is
   enough to do: the others stay due. */
create or replace function sluice_private.fire_schedules(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_jobs sluice.scheduled_jobs[] := array(
    select job
    from sluice.scheduled_jobs as job
    where job.due_at <= v_now
    order by job.due_at
    limit at_most
    for update skip locked
  );
  v_due sluice_private.due_schedule[];
  v_job_ids uuid[];
  v_instants timestamptz[];
  v_firings sluice_private.trigger_firing[];
  v_executions uuid[];
  v_reasons text[];
begin
  if v_jobs = '{}' then
    return 0;
  end if;
  select t.taken, t.due
  into v_jobs, v_due
  from sluice_private.take_due_schedules(v_jobs, v_now, 1000) as t;
  perform sluice_hidden.failpoint('schedules_taken');
  select
    array_agg(run.job_id order by run.place),
    array_agg(run.instant order by run.place),
    array_agg(run.firing order by run.place)
  into v_job_ids, v_instants, v_firings
  from sluice_private.runs_of(v_jobs, v_due, v_now) as run;
  select
    array_agg(case when not fired.is_duplicate then fired.execution_id end order by fired.ordinal),
    array_agg(case
      when fired.is_duplicate then 'it has run before' else fired.reason
    end order by fired.ordinal)
  into v_executions, v_reasons
  from sluice_private.fire_guarded(v_firings) as fired
  where v_firings is not null;
  perform sluice_hidden.failpoint('schedules_fired');
  perform sluice_private.record_runs(v_due, v_job_ids, v_instants, v_executions, v_reasons);
  perform sluice_hidden.failpoint('schedules_recorded');
  return cardinality(v_jobs);
end;
$$;

comment on function sluice_private.fire_schedules(int) is
  'Fires up to this many schedules that are due, and moves them on; says how many it took.';
