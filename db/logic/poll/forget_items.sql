create or replace function sluice_private.forget_items(
  poll sluice.workflow_polls,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.poll_items as gone
  where gone.organization_id = poll.organization_id
    and gone.poll_id = poll.id
    and gone.item is null
    and gone.seen_at < as_of - interval '30 days';
end;
$$;

comment on function sluice_private.forget_items(sluice.workflow_polls, timestamptz) is
  'Forgets the items of a poll that no answer has had for 30 days.';
