/* At most 20 at a time: what is left is due again at once. */
create or replace function sluice_private.due_instants(
  job sluice.scheduled_jobs,
  as_of timestamptz
)
returns sluice_private.due_schedule
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due sluice_private.due_schedule := (
    job.organization_id, job.id, '{}'::timestamptz[], null::timestamptz, false, 0, '{}'::uuid[],
    null::text, array[]::sluice_private.dated_record[], job.cursor, job.scanned_to
  )::sluice_private.due_schedule;
  v_next timestamptz;
begin
  select judged.failures, judged.unjudged
  into v_due.failures, v_due.unjudged
  from sluice_private.judge_runs(job) as judged;
  if v_due.failures >= job.max_consecutive_failures then
    v_due.fault := format('%s executions in a row have failed', v_due.failures);
    return v_due;
  end if;
  v_next := sluice_private.first_to_run(job, as_of);
  v_due.has_missed := v_next is distinct from job.next_run;
  if (job.rule).records is not null then
    v_due.next_run := v_next;
    return sluice_private.due_records(job, v_due, as_of);
  end if;
  while v_next + sluice_private.jitter_of(job, v_next) <= as_of
    and cardinality(v_due.instants) < least(20, job.max_executions - job.run_count)
  loop
    v_due.instants := v_due.instants || v_next;
    v_next := sluice_private.next_scheduled(job, v_next);
  end loop;
  v_due.next_run := v_next;
  return v_due;
end;
$$;

comment on function sluice_private.due_instants(sluice.scheduled_jobs, timestamptz) is
  'What a schedule that is due fires at now, and when it is due next.';
