/* The four arrays have an element for each firing. */
create or replace function sluice_private.record_runs(
  due sluice_private.due_schedule[],
  job_ids uuid[],
  instants timestamptz[],
  execution_ids uuid[],
  reasons text[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with ran as materialized (
    select
      run.job_id,
      count(run.execution_id)::int as started,
      max(run.instant) filter (where run.execution_id is not null) as last_run,
      coalesce(
        array_agg(run.execution_id order by run.instant)
        filter (where run.execution_id is not null), '{}'
      ) as executions,
      (array_agg(run.reason order by run.instant desc))[1] as reason
    from unnest(job_ids, instants, execution_ids, reasons) as run (
      job_id, instant, execution_id, reason
    )
    group by run.job_id
  ),
  moved as materialized (
    select
      taken.organization_id, taken.job_id, taken.has_missed, taken.failures, taken.fault,
      taken.cursor, taken.scanned_to,
      ran.started, ran.last_run, ran.reason, ran.job_id is not null as has_fired,
      (coalesce(ran.executions, '{}') || taken.unjudged) as executions,
      case when taken.fault is null then taken.next_run end as next_run
    from unnest(due) as taken
    left join ran on ran.job_id = taken.job_id
  )
  update sluice.scheduled_jobs as job
  set
    status = case
      when moved.fault is not null then 'error'
      when ended.next_run is null then 'expired'
      else 'active'
    end,
    next_run = ended.next_run,
    due_at = ended.next_run + sluice_private.jitter_of(job, ended.next_run),
    last_run = coalesce(moved.last_run, job.last_run),
    run_count = ended.run_count,
    missed_count = job.missed_count + moved.has_missed::int,
    consecutive_failures = moved.failures,
    last_error = case
      when moved.has_fired then moved.reason else coalesce(moved.fault, job.last_error)
    end,
    unjudged = moved.executions[:20],
    cursor = moved.cursor,
    scanned_to = moved.scanned_to
  from moved
  cross join lateral (
    select
      known.run_count + coalesce(moved.started, 0) as run_count,
      case
        when known.run_count + coalesce(moved.started, 0) >= known.max_executions then null
        else moved.next_run
      end as next_run
    from sluice.scheduled_jobs as known
    where known.organization_id = moved.organization_id and known.id = moved.job_id
  ) as ended
  where job.organization_id = moved.organization_id
    and job.id = moved.job_id
    and job.status = 'active';
end;
$$;

comment on function sluice_private.record_runs(
  sluice_private.due_schedule[], uuid[], timestamptz[], uuid[], text[]
) is
  'Moves schedules on to their next instant, with what those that fired have come to.';
