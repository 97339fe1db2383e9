create or replace function sluice_private.poll_payload(
  poll sluice.workflow_polls,
  found sluice_private.poll_items,
  as_of timestamptz
)
returns jsonb
language sql
stable
return jsonb_build_object(
  'payload', jsonb_build_object('item', found.item),
  'poll_id', poll.id,
  'key', found.key,
  'found_at', found.seen_at,
  'fired_at', as_of
);

comment on function sluice_private.poll_payload(
  sluice.workflow_polls, sluice_private.poll_items, timestamptz
) is
  'What expressions read as trigger when a poll has found an item.';
