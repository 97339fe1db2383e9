/* The head of each line, of which there is one for each action, organization and priority: so it
   costs the same however long they are. */
create or replace function sluice_private.oldest_ready()
returns table (action text, organization_id uuid, priority smallint, ready_at timestamptz)
language sql
stable
begin atomic
  with recursive line as (
    (
      select first.action, first.organization_id, first.priority, first.ready_at
      from sluice_private.ready_steps as first
      order by first.action, first.organization_id, first.priority, first.seq
      limit 1
    )
    union all
    select next.action, next.organization_id, next.priority, next.ready_at
    from line
    cross join lateral (
      select r.action, r.organization_id, r.priority, r.ready_at
      from sluice_private.ready_steps as r
      where (r.action, r.organization_id, r.priority)
        > (line.action, line.organization_id, line.priority)
      order by r.action, r.organization_id, r.priority, r.seq
      limit 1
    ) as next
  )
  select line.action, line.organization_id, line.priority, line.ready_at from line;
end;

comment on function sluice_private.oldest_ready() is
  'The lines of the backlog, one for each action, organization and priority, and since when the '
  'first waits.';
