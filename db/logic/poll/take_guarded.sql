-- lint: allow when-others: a poll that cannot be taken fails alone; the others of its batch go on
create or replace function sluice_private.take_guarded(
  poll sluice.workflow_polls,
  as_of timestamptz,
  worker_id uuid
)
returns sluice_private.handed_poll
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.take_poll(poll, as_of, worker_id);
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    perform sluice_private.fail_poll(poll, sqlerrm);
    return null;
end;
$$;

comment on function sluice_private.take_guarded(sluice.workflow_polls, timestamptz, uuid) is
  'take_poll; what goes wrong is the failure of that poll.';
