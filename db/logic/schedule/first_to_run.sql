create or replace function sluice_private.first_to_run(
  job sluice.scheduled_jobs,
  as_of timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_late timestamptz := as_of - interval '1 minute' - job.jitter;
  v_oldest timestamptz := as_of - job.missed_within;
  v_first timestamptz;
begin
  if job.next_run >= v_late or job.missed_runs = 'all' and job.next_run >= v_oldest then
    return job.next_run;
  end if;
  v_first := sluice_private.next_scheduled(
    job,
    case job.missed_runs when 'all' then least(v_oldest, v_late) else v_late end
      - interval '1 microsecond'
  );
  if job.missed_runs <> 'latest' or v_first <= as_of then
    return v_first;
  end if;
  job.next_run := sluice_private.last_scheduled(job, as_of);
  return case when job.next_run >= v_oldest then job.next_run else v_first end;
end;
$$;

comment on function sluice_private.first_to_run(sluice.scheduled_jobs, timestamptz) is
  'The first instant, from the one that a schedule is due at, that its policy for missed runs lets '
  'run; null where there is none any more.';
