/* The head of each line, of which there is one for each action and priority: so it costs the same
   however long they are. */
create or replace function sluice_private.oldest_ready()
returns table (action text, priority smallint, ready_at timestamptz)
language sql
stable
begin atomic
  with recursive line (action, priority) as (
    (
      select first.action, first.priority
      from sluice_private.ready_steps as first
      order by first.action, first.priority
      limit 1
    )
    union all
    select next.action, next.priority
    from line
    cross join lateral (
      select r.action, r.priority
      from sluice_private.ready_steps as r
      where (r.action, r.priority) > (line.action, line.priority)
      order by r.action, r.priority
      limit 1
    ) as next
  )
  select line.action, line.priority, head.ready_at
  from line
  cross join lateral (
    select r.ready_at
    from sluice_private.ready_steps as r
    where r.action = line.action and r.priority = line.priority
    order by r.seq
    limit 1
  ) as head;
end;

comment on function sluice_private.oldest_ready() is
  'The lines of the backlog, one for each action and priority, and since when the first waits.';
