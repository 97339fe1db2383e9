/* One that a worker makes just now stays as it is. */
create or replace function sluice.poll_now(trigger_id uuid)
returns sluice.workflow_polls
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_poll sluice.workflow_polls := sluice_private.find_poll(trigger_id, 'run');
  v_now timestamptz := sluice_hidden.now();
begin
  update sluice.workflow_polls as poll
  set
    is_queued = false,
    next_poll_at = greatest(v_now, poll.polled_at + '10 seconds'),
    due_at = case when poll.token is null
      then greatest(v_now, poll.polled_at + '10 seconds') else poll.due_at end
  where poll.organization_id = v_poll.organization_id
    and poll.id = v_poll.id
  returning poll.* into v_poll;
  return v_poll;
end;
$$;

comment on function sluice.poll_now(uuid) is
  'Has a trigger that polls ask at once, or 10 seconds after it last did.';
grant execute on function sluice.poll_now(uuid) to sluice_member, sluice_admin;
