create or replace function sluice_private.new_queues(served text[], seen bigint)
returns sluice_private.ready_queue[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select (
      fresh.organization_id, fresh.action, fresh.priority, min(fresh.seq) - 1, max(fresh.seq)
    )::sluice_private.ready_queue
    from unnest(served) as wanted (action)
    cross join lateral (
      select ready.organization_id, ready.action, ready.priority, ready.seq
      from sluice_private.ready_steps as ready
      where ready.action = wanted.action and ready.seq > new_queues.seen
      order by ready.seq
      limit 5000
    ) as fresh
    group by fresh.organization_id, fresh.action, fresh.priority
  );
end;
$$;

comment on function sluice_private.new_queues(text[], bigint) is
  'The queues that ready steps after this seq are in; next_mark is the last one seen.';
