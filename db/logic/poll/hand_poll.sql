/* What the answer is compared with is sent only along with the request that it is an answer to. */
create or replace function sluice_private.hand_poll(poll sluice.workflow_polls, worker_id uuid)
returns sluice_private.handed_poll
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_plan sluice_private.poll_plan := poll.plan;
  v_request jsonb;
  v_error jsonb;
  v_token uuid := gen_random_uuid();
  v_hash text;
begin
  select rendered.value, rendered.error
  into v_request, v_error
  from sluice_private.render(
    v_plan.template, v_plan.slots, v_plan.paths,
    jsonb_strip_nulls(jsonb_build_object('cursor', poll.cursor, 'page', poll.page, 'now', v_now))
  ) as rendered;
  if v_error is not null then
    perform sluice_private.fail_poll(poll, v_error ->> 'message');
    return null;
  end if;
  v_hash := encode(sha256(convert_to(v_request::text, 'UTF8')), 'hex');
  update sluice.workflow_polls as claimed
  set
    token = v_token,
    worker_id = hand_poll.worker_id,
    is_queued = false,
    due_at = v_now + poll.timeout + '30 seconds'
  where claimed.organization_id = poll.organization_id
    and claimed.id = poll.id;
  return (
    poll.organization_id, poll.id, v_token, poll.source,
    v_request || jsonb_build_object(
      'hash', v_hash,
      'validators', case
        when poll.page is null and poll.validators ->> 'hash' = v_hash then poll.validators
      end,
      'cursor', poll.cursor,
      'is_first', poll.is_first,
      'polled_at', poll.polled_at
    ),
    (extract(epoch from poll.timeout) * 1000)::int
  )::sluice_private.handed_poll;
end;
$$;

comment on function sluice_private.hand_poll(sluice.workflow_polls, uuid) is
  'Claims a poll for a worker: what to ask, and the token to report by; null when that cannot be '
  'said.';
