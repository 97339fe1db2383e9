create or replace function sluice_private.scan_queues(served text[])
returns sluice_private.ready_queue[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    with recursive head as (
      select first.*
      from unnest(served) as wanted (action)
      cross join lateral (
        select ready.organization_id, ready.action, ready.priority, ready.seq
        from sluice_private.ready_steps as ready
        where ready.action = wanted.action
        order by ready.organization_id, ready.priority, ready.seq
        limit 1
      ) as first
      union all
      select next.*
      from head
      cross join lateral (
        select ready.organization_id, ready.action, ready.priority, ready.seq
        from sluice_private.ready_steps as ready
        where ready.action = head.action
          and (ready.organization_id, ready.priority) > (head.organization_id, head.priority)
        order by ready.organization_id, ready.priority, ready.seq
        limit 1
      ) as next
    )
    select (
      head.organization_id, head.action, head.priority, head.seq - 1, head.seq - 1
    )::sluice_private.ready_queue
    from head
  );
end;
$$;

comment on function sluice_private.scan_queues(text[]) is
  'Every queue of the backlog for these actions, by leaps from one to the next.';
