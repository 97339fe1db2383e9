create or replace function sluice_private.list_runs(
  job sluice.scheduled_jobs,
  next_run timestamptz,
  at_most int
)
returns setof timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_left int := least(at_most, job.max_executions - coalesce(job.run_count, 0));
begin
  if (at_most between 1 and 1000) is not true then
    raise exception using
      errcode = 'SLVAL',
      message = 'at_most must be from 1 to 1,000',
      hint = 'Such as 10; for later ones preview_schedule takes since.';
  end if;
  while v_left > 0 and next_run is not null loop
    return next next_run;
    next_run := sluice_private.next_scheduled(job, next_run);
    v_left := v_left - 1;
  end loop;
end;
$$;

comment on function sluice_private.list_runs(sluice.scheduled_jobs, timestamptz, int) is
  'The instants at which a schedule is due, from the next one on; raises SLVAL.';
