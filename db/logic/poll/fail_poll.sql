/* A next page may be had for some time only: then all is asked for again, by the same cursor. */
create or replace function sluice_private.fail_poll(
  poll sluice.workflow_polls,
  message text,
  retry_after interval default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_next timestamptz := v_now + greatest(
    sluice_private.poll_delay(poll.every, poll.failures + 1),
    case when retry_after > '1 day' then '1 day' else retry_after end
  );
begin
  update sluice.workflow_polls as failed
  set
    token = null,
    is_queued = false,
    polled_at = v_now,
    poll_count = failed.poll_count + 1,
    failures = failed.failures + 1,
    last_error = left(message, 1000),
    page = case when failed.failures < 4 then failed.page end,
    page_count = case when failed.failures < 4 then failed.page_count else 0 end,
    reached = case when failed.failures < 4 then failed.reached end,
    validators = case when failed.failures < 4 or failed.page is null then failed.validators end,
    next_poll_at = v_next,
    due_at = v_next
  where failed.organization_id = poll.organization_id
    and failed.id = poll.id;
end;
$$;

comment on function sluice_private.fail_poll(sluice.workflow_polls, text, interval) is
  'Notes why a poll has failed, and puts off the next one: by its delay, or what it was asked for.';
