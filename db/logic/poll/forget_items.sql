/* So many at a time: the report that it is part of has to end. */
create or replace function sluice_private.forget_items(
  poll sluice.workflow_polls,
  as_of timestamptz,
  at_most int default 5000
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  delete from sluice_private.poll_items as gone
  using (
    select old.organization_id, old.poll_id, old.key
    from sluice_private.poll_items as old
    where old.poll_id = poll.id
      and old.organization_id is not distinct from poll.organization_id
      and old.seen_at < as_of - interval '30 days'
      and old.item is null
    order by old.poll_id, old.seen_at
    limit at_most
  ) as driver
  where gone.organization_id = any (array[driver.organization_id])
    and gone.poll_id = driver.poll_id
    and gone.key = driver.key;
  get diagnostics v_count = row_count;
  return v_count < at_most;
end;
$$;

comment on function sluice_private.forget_items(sluice.workflow_polls, timestamptz, int) is
  'Forgets the first items of a poll that no answer has had for 30 days; says whether these were '
  'all.';
