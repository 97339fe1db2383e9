create or replace function sluice_private.record_answer(
  poll sluice.workflow_polls,
  answer jsonb,
  context jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_items sluice_private.found_item[] := array(
    select part from sluice_private.found_items(poll, answer, context) as part limit 10001
  );
  v_cursor jsonb := sluice_private.cursor_after(poll, answer, context, v_items);
  v_page jsonb := sluice_private.page_after(poll, answer, context);
  v_is_enough boolean :=
    poll.page_count + 1 >= coalesce((poll.config ->> 'max_pages')::int, 10);
  v_is_held boolean := v_page is not null and coalesce((poll.plan).is_paged, false);
  v_has_forgotten boolean := false;
  v_new int;
begin
  if cardinality(v_items) > 10000 then
    perform sluice_private.fail_poll(poll, 'the answer has more than 10,000 items');
    return;
  end if;
  v_new := sluice_private.keep_items(poll, sluice_private.key_items(poll, v_items), v_now);
  perform sluice_hidden.failpoint('items kept');
  if poll.forgot_at < v_now - interval '1 day' then
    v_has_forgotten := sluice_private.forget_items(poll, v_now);
  end if;
  update sluice.workflow_polls as told
  set
    polled_at = v_now,
    changed_at = case when v_new > 0 and not poll.is_first then v_now else told.changed_at end,
    poll_count = told.poll_count + 1,
    pending_count = case when poll.is_first then 0 else v_new end,
    failures = 0,
    last_error = null,
    cursor = case when v_is_held then told.cursor else v_cursor end,
    reached = case when v_is_held then v_cursor end,
    page = v_page,
    page_count = case when v_page is null or v_is_enough then 0 else told.page_count + 1 end,
    validators = case when poll.page is null then answer -> 'validators' else told.validators end,
    is_first = told.is_first and v_page is not null
      and (v_new > 0 or v_items = '{}' and not v_is_enough),
    forgot_at = case when v_has_forgotten then v_now else told.forgot_at end,
    next_poll_at = case when v_page is null or v_is_enough then v_now + told.every else v_now end,
    due_at = case when v_page is null or v_is_enough then v_now + told.every else v_now end
  where told.organization_id = poll.organization_id
    and told.id = poll.id
  returning told.* into poll;
  if poll.pending_count > 0 and sluice_private.is_polled(poll) then
    perform sluice_private.fire_poll_items(poll);
  end if;
end;
$$;

comment on function sluice_private.record_answer(sluice.workflow_polls, jsonb, jsonb) is
  'Notes what an answer has, how far the poll has come and when it asks next, and begins to fire.';
