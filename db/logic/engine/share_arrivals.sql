/* By leaps from one organization to the next, from that of the oldest on, so that its turn comes
   whatever else there is. Both keys are compared and ordered by: one index has them so. */
create or replace function sluice_private.share_arrivals(at_most int)
returns table (organization_id uuid, execution_id uuid, turn bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first uuid := (
    select a.organization_id from sluice_private.arrivals as a
    where not a.is_parked
    order by a.seq
    limit 1
  );
  v_shown uuid[] := array(
    with recursive shown as (
      select v_first as id, 1 as n
      union all
      select next.id, shown.n + 1
      from shown
      cross join lateral (
        select coalesce(
          (
            select a.organization_id from sluice_private.arrivals as a
            where not a.is_parked and a.organization_id > shown.id
            order by a.organization_id, a.seq
            limit 1
          ),
          (
            select a.organization_id from sluice_private.arrivals as a
            where not a.is_parked
            order by a.organization_id, a.seq
            limit 1
          )
        ) as id
      ) as next
      where next.id <> v_first and shown.n < at_most
    )
    select shown.id from shown
  );
  v_each int := least(at_most, greatest(1, 4 * at_most / cardinality(v_shown)));
begin
  return query
  select one.organization_id, one.execution_id, row_number() over (order by one.turn)
  from unnest(v_shown) as shown (id)
  cross join lateral (
    select a.organization_id, a.execution_id, row_number() over () as turn
    from (
      select arrival.organization_id, arrival.execution_id
      from sluice_private.arrivals as arrival
      where not arrival.is_parked and (arrival.organization_id, arrival.seq) > (shown.id, -1)
      order by arrival.organization_id, arrival.seq
      limit v_each
    ) as a
    where a.organization_id = shown.id
  ) as one
  order by one.turn
  limit at_most;
end;
$$;

comment on function sluice_private.share_arrivals(int) is
  'The executions of so many arrivals in turn, as many of each organization, its oldest first.';
