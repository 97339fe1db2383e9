create or replace function sluice_private.next_poll()
returns timestamptz
language sql
stable
return (
  select poll.due_at
  from sluice.workflow_polls as poll
  order by poll.due_at
  limit 1
);

comment on function sluice_private.next_poll() is
  'When workers look at a poll next; null when there is none.';
