/* An item that is still there is noted once a day, so that it is not forgotten. */
create or replace function sluice_private.keep_items(
  poll sluice.workflow_polls,
  items sluice_private.found_item[],
  as_of timestamptz
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_new int;
begin
  with kept as (
    insert into sluice_private.poll_items as known (
      organization_id, poll_id, key, digest, seen_at, item
    )
    select
      poll.organization_id, poll.id, part.key, part.digest, as_of,
      case when not poll.is_first then part.item end
    from unnest(items) with ordinality as part (ordinal, key, digest, item, place)
    order by part.place
    on conflict on constraint poll_items_pkey do update
    set
      digest = excluded.digest,
      seen_at = excluded.seen_at,
      number = case when known.digest <> excluded.digest
        then excluded.number else known.number end,
      item = case when known.digest <> excluded.digest
        then excluded.item else known.item end
    where known.digest <> excluded.digest
      or known.seen_at < as_of - interval '1 day'
    returning known.seen_at = as_of and (known.item is not null or poll.is_first) as is_new
  )
  select (count(*) filter (where kept.is_new))::int into v_new from kept;
  return v_new;
end;
$$;

comment on function sluice_private.keep_items(
  sluice.workflow_polls, sluice_private.found_item[], timestamptz
) is
  'Notes the items that are seen for the first time, and, where a change counts, those that are '
  'not as they were; says how many there are of both.';
