/* An item that may fire again when it has changed has the number of its find in its key. */
create or replace function sluice_private.fire_poll_items(
  poll sluice.workflow_polls,
  at_most int default 500
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_items sluice_private.poll_items[] := array(
    select pending
    from sluice_private.poll_items as pending
    where pending.poll_id = poll.id
      and pending.organization_id is not distinct from poll.organization_id
      and pending.item is not null
    order by pending.poll_id, pending.number
    limit at_most
  );
begin
  perform from sluice_private.fire_guarded(array(
    select (
      poll.organization_id, poll.trigger_id, null::uuid,
      concat_ws(':', 'poll', poll.id, new.key, case
        when new.digest <> '' then new.number
      end),
      sluice_private.poll_payload(poll, new, v_now)
    )::sluice_private.trigger_firing
    from unnest(v_items) as new
    order by new.number
  ))
  where v_items <> '{}';
  perform sluice_hidden.failpoint('poll fired');
  update sluice_private.poll_items as fired
  set item = null
  from (select new.* from unnest(v_items) as new limit cardinality(v_items)) as driver
  where fired.organization_id = any (array[driver.organization_id])
    and fired.poll_id = driver.poll_id
    and fired.key = driver.key;
  update sluice.workflow_polls as moved
  set
    item_count = moved.item_count + cardinality(v_items),
    pending_count = left_over.pending,
    due_at = case when left_over.pending > 0 then v_now else coalesce(moved.next_poll_at, v_now) end
  from (
    select case when cardinality(v_items) = at_most
      then greatest(poll.pending_count - at_most, 0) else 0 end as pending
  ) as left_over
  where moved.organization_id = poll.organization_id
    and moved.id = poll.id;
  return cardinality(v_items);
end;
$$;

comment on function sluice_private.fire_poll_items(sluice.workflow_polls, int) is
  'Fires for up to this many items that a poll has found, the first found first; says how many.';
