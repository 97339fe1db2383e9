/* The token goes with the first report; another one changes nothing. Who has published the workflow
   and not committed yet may take long: the worker comes again. */
create or replace function sluice_private.report_poll(
  organization_id uuid,
  poll_id uuid,
  token uuid,
  answer text,
  body text default null
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
set lock_timeout = '250ms'
as $$
declare
  v_poll sluice.workflow_polls;
  v_answer jsonb := sluice_hidden.try_jsonb(answer);
  v_body jsonb := coalesce(sluice_hidden.try_jsonb(body), to_jsonb(body));
begin
  update sluice.workflow_polls as poll
  set token = null
  where poll.organization_id = any (array[report_poll.organization_id])
    and poll.id = report_poll.poll_id
    and poll.token = report_poll.token
  returning poll.* into v_poll;
  if not found then
    return 'stale';
  end if;
  perform sluice_hidden.failpoint('poll reported');
  perform sluice_private.call_poll(v_poll.organization_id);
  if v_answer ->> 'outcome' = 'released' then
    update sluice.workflow_polls as released
    set due_at = sluice_hidden.now()
    where released.organization_id = v_poll.organization_id
      and released.id = v_poll.id;
  elsif v_answer is null then
    perform sluice_private.fail_poll(v_poll, 'the answer is nothing that the database can hold');
  elsif v_answer ->> 'outcome' = 'failed' then
    perform sluice_private.fail_poll(
      v_poll, v_answer ->> 'message',
      make_interval(secs => (v_answer ->> 'retry_after_ms')::float8 / 1000)
    );
  elsif v_answer ->> 'outcome' = 'unchanged' then
    perform sluice_private.record_answer(
      v_poll, v_answer || '{"items": []}' || jsonb_build_object('validators', v_poll.validators),
      '{}'
    );
  elsif (v_poll.plan).items is not null
    and coalesce(jsonb_typeof(v_body), 'null') not in ('object', 'array')
  then
    perform sluice_private.fail_poll(v_poll, 'the answer is not JSON');
  else
    perform sluice_private.record_answer(v_poll, v_answer, jsonb_strip_nulls(jsonb_build_object(
      'headers', v_answer -> 'headers', 'status', v_answer -> 'status', 'page', v_poll.page
    )) || jsonb_build_object('body', v_body));
  end if;
  return 'recorded';
end;
$$;

comment on function sluice_private.report_poll(uuid, uuid, uuid, text, text) is
  'Tells what came of a poll, by the token it was claimed with: stale, where that is another '
  'worker''s by now. answer: outcome (answered, unchanged, failed, or released, by a worker that '
  'stops), items or a message, as JSON; body: what the server sent.';
grant execute on function sluice_private.report_poll(uuid, uuid, uuid, text, text)
to sluice_worker;
