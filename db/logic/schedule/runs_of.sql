create or replace function sluice_private.runs_of(
  jobs sluice.scheduled_jobs[],
  due sluice_private.due_schedule[],
  as_of timestamptz
)
returns setof sluice_private.schedule_run
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job sluice.scheduled_jobs;
  v_instants timestamptz[];
  v_run sluice_private.schedule_run;
begin
  v_run.place := 0;
  for v_number in 1 .. cardinality(jobs) loop
    v_job := jobs[v_number];
    v_instants := (due[v_number]).instants;
    v_run.job_id := v_job.id;
    for v_count in 1 .. cardinality(v_instants) loop
      v_run.place := v_run.place + 1;
      v_run.instant := v_instants[v_count];
      v_run.firing := sluice_private.run_firing(
        v_job, v_run.instant, as_of, v_count, (due[v_number]).records[v_count]
      );
      return next v_run;
    end loop;
  end loop;
end;
$$;

comment on function sluice_private.runs_of(
  sluice.scheduled_jobs[], sluice_private.due_schedule[], timestamptz
) is
  'The firings of schedules, one for each instant at which one is due.';
