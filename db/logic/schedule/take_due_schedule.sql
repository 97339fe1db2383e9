-- lint: allow when-others: tables and handlers are others'; one that fails never stops the others
create or replace function sluice_private.take_due_schedule(
  job sluice.scheduled_jobs,
  as_of timestamptz
)
returns sluice_private.due_schedule
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.due_instants(job, as_of);
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    return (
      job.organization_id, job.id, '{}', null, false, job.consecutive_failures, job.unjudged,
      sqlerrm, array[]::sluice_private.dated_record[], job.cursor, job.scanned_to
    )::sluice_private.due_schedule;
end;
$$;

comment on function sluice_private.take_due_schedule(sluice.scheduled_jobs, timestamptz) is
  'due_instants; a schedule whose instants cannot be computed, or whose records cannot be '
  'read, has the reason instead.';
