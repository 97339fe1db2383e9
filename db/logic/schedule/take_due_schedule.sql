/* What is read may be a table of the user's: locked, changed, or without an index any more. */
-- lint: allow when-others: tables and handlers are others'; one that fails never stops the others
create or replace function sluice_private.take_due_schedule(
  job sluice.scheduled_jobs,
  as_of timestamptz
)
returns sluice_private.due_schedule
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '10ms'
as $$
begin
  return sluice_private.due_instants(job, as_of);
exception
  when lock_not_available then
    return null;
  when insufficient_resources or deadlock_detected or serialization_failure or admin_shutdown
    or crash_shutdown
  then
    raise;
  when others or query_canceled then
    if sqlstate = '57014' then
      perform set_config('sluice.is_late', 'on', true);
    end if;
    return (
      job.organization_id, job.id, '{}', null, false, job.consecutive_failures, job.unjudged,
      sqlerrm, array[]::sluice_private.dated_record[], job.cursor, job.scanned_to
    )::sluice_private.due_schedule;
end;
$$;

comment on function sluice_private.take_due_schedule(sluice.scheduled_jobs, timestamptz) is
  'due_instants; a schedule whose instants cannot be computed, or whose records cannot be '
  'read, has the reason instead, and one that would have to wait for a lock is null.';
