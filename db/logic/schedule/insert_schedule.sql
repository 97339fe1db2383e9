/* What it has counted stays, and a pause. */
create or replace function sluice_private.insert_schedule(
  job sluice.scheduled_jobs,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if job.status is distinct from 'paused' then
    job.next_run := case
      when job.run_count >= job.max_executions then null
      else sluice_private.next_scheduled(job, as_of)
    end;
    job.status := case when job.next_run is null then 'expired' else 'active' end;
  end if;
  insert into sluice.scheduled_jobs (
    organization_id, id, workflow_id, trigger_id, kind, config, cron_expression, timezone,
    start_date, end_date, max_executions, missed_runs, missed_within, overlap, jitter, status,
    next_run, due_at, last_run, run_count, missed_count, max_consecutive_failures, rule, unjudged,
    scanned_to, created_at
  )
  values (
    job.organization_id, job.id, job.workflow_id, job.trigger_id, job.kind, job.config,
    job.cron_expression, job.timezone, job.start_date, job.end_date, job.max_executions,
    job.missed_runs, job.missed_within, job.overlap, job.jitter, job.status, job.next_run,
    job.next_run + sluice_private.jitter_of(job, job.next_run), job.last_run,
    coalesce(job.run_count, 0), coalesce(job.missed_count, 0), job.max_consecutive_failures,
    job.rule, coalesce(job.unjudged, '{}'), as_of, coalesce(job.created_at, as_of)
  );
end;
$$;

comment on function sluice_private.insert_schedule(sluice.scheduled_jobs, timestamptz) is
  'Adds a schedule, due from now on.';
