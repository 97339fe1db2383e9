create or replace function sluice_private.call_poll(organization_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice.workflow_polls as called
  set is_queued = false, due_at = sluice_hidden.now()
  from (
    select queued.organization_id, queued.id
    from sluice.workflow_polls as queued
    where queued.organization_id = call_poll.organization_id
      and queued.is_queued
      and queued.token is null
    order by queued.next_poll_at
    limit 1
    for update skip locked
  ) as first
  where called.organization_id = any (array[first.organization_id])
    and called.id = first.id;
end;
$$;

comment on function sluice_private.call_poll(uuid) is
  'Has the first poll of an organization that waits for others to end looked at.';
