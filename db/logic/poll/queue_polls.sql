/* Whoever ends calls the next; a minute later it is looked at in any case, as one that ends and one
   that is queued at the same time do not see each other. */
create or replace function sluice_private.queue_polls(
  polls sluice.workflow_polls[],
  as_of timestamptz
)
returns sluice.workflow_polls[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_beyond sluice.workflow_polls[];
  v_kept sluice.workflow_polls[];
begin
  with placed as (
    select
      one as poll, one.due_at,
      case when one.token is null and one.pending_count = 0 then running.count + row_number() over (
        partition by one.organization_id, one.token is null and one.pending_count = 0
        order by one.due_at
      ) else 0 end as place
    from unnest(polls) as one
    inner join (
      select owner.organization_id, (
        select count(*)
        from sluice.workflow_polls as other
        where other.organization_id = owner.organization_id and other.token is not null
      ) as count
      from (select distinct p.organization_id from unnest(polls) as p) as owner
    ) as running on running.organization_id = one.organization_id
  )
  select
    array_agg(placed.poll) filter (where placed.place > 8),
    array_agg(placed.poll order by placed.place, placed.due_at) filter (where placed.place <= 8)
  into v_beyond, v_kept
  from placed;
  update sluice.workflow_polls as queued
  set is_queued = true, due_at = as_of + interval '1 minute'
  from (select b.* from unnest(v_beyond) as b limit cardinality(v_beyond)) as driver
  where queued.organization_id = any (array[driver.organization_id])
    and queued.id = driver.id;
  return coalesce(v_kept, '{}');
end;
$$;

comment on function sluice_private.queue_polls(sluice.workflow_polls[], timestamptz) is
  'Those of these polls that may be looked at now, of an organization that makes few at first; of '
  'one that makes as many as it may the others are queued.';
