/* An organization polls so much at a time, so that slow servers of one keep nobody else waiting. */
create or replace function sluice_private.take_poll(
  poll sluice.workflow_polls,
  as_of timestamptz,
  worker_id uuid
)
returns sluice_private.handed_poll
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_polled boolean := sluice_private.is_polled(poll);
  v_wait interval := case
    when v_is_polled then interval '1 minute' else interval '5 minutes'
  end;
begin
  if poll.token is not null then
    perform sluice_private.fail_poll(poll, 'the worker that polled has not reported');
    perform sluice_private.call_poll(poll.organization_id);
    return null;
  elsif v_is_polled and poll.pending_count > 0 then
    perform sluice_private.fire_poll_items(poll);
    return null;
  elsif v_is_polled and 8 > (
    select count(*)
    from sluice.workflow_polls as other
    where other.organization_id = poll.organization_id and other.token is not null
  ) then
    return sluice_private.hand_poll(poll, worker_id);
  end if;
  update sluice.workflow_polls as later
  set
    due_at = as_of + v_wait,
    is_queued = v_is_polled,
    next_poll_at = case when v_is_polled then later.next_poll_at end
  where later.organization_id = poll.organization_id
    and later.id = poll.id;
  return null;
end;
$$;

comment on function sluice_private.take_poll(sluice.workflow_polls, timestamptz, uuid) is
  'Does for a poll that is due what is to be done: fires what it has found, or claims it for a '
  'worker; later, where its trigger is off or its organization polls enough.';
