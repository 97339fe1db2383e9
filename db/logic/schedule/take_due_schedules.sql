create or replace function sluice_private.take_due_schedules(
  jobs sluice.scheduled_jobs[],
  as_of timestamptz,
  at_most int,
  out taken sluice.scheduled_jobs[],
  out due sluice_private.due_schedule[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job sluice.scheduled_jobs;
  v_due sluice_private.due_schedule;
  v_count int := 0;
begin
  taken := array[]::sluice.scheduled_jobs[];
  due := array[]::sluice_private.due_schedule[];
  foreach v_job in array jobs loop
    exit when v_count >= at_most or sluice_private.is_late();
    v_due := sluice_private.take_due_schedule(v_job, as_of);
    if v_due.job_id is null then
      update sluice.scheduled_jobs as job
      set due_at = as_of + interval '5 seconds'
      where job.organization_id = v_job.organization_id and job.id = v_job.id;
    else
      taken := taken || v_job;
      due := due || v_due;
      v_count := v_count + cardinality(v_due.instants);
    end if;
  end loop;
end;
$$;

comment on function sluice_private.take_due_schedules(
  sluice.scheduled_jobs[], timestamptz, int
) is
  'What the first of these schedules fire at, about so many firings; one whose dates are locked is '
  'looked at five seconds later.';
