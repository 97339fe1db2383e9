/* No organization waits for the others: each has its share. What is not too much comes in between,
   by the order of arrival. */
create or replace function sluice_private.share_causes(
  at_most int,
  since timestamptz,
  as_of timestamptz,
  out organization_ids uuid[],
  out execution_ids uuid[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with arrived as materialized (
    select arrival.organization_id, arrival.execution_id, arrival.seq
    from sluice_private.arrivals as arrival
    where not arrival.is_parked
    order by arrival.seq
    limit at_most
  ),
  due as materialized (
    select timer.organization_id, timer.execution_id, timer.due_at
    from sluice_private.timers as timer
    where not timer.is_parked and timer.due_at > since and timer.due_at <= as_of
    order by timer.due_at
    limit at_most
  ),
  crowd as (
    select
      (select count(*) from arrived) = at_most as has_arrived,
      (select count(*) from due) = at_most as is_due
  ),
  cause as (
    select shared.*
    from crowd
    cross join lateral sluice_private.share_arrivals(at_most) as shared
    where crowd.has_arrived
    union all
    select shared.*
    from crowd
    cross join lateral sluice_private.share_timers(at_most, since, as_of) as shared
    where crowd.is_due
    union all
    select arrived.organization_id, arrived.execution_id,
      row_number() over (order by arrived.seq) + case when crowd.has_arrived then at_most else 0 end
    from arrived cross join crowd
    union all
    select due.organization_id, due.execution_id,
      row_number() over (order by due.due_at) + case when crowd.is_due then at_most else 0 end
    from due cross join crowd
  )
  select
    array_agg(one.organization_id order by one.turn),
    array_agg(one.execution_id order by one.turn)
  into organization_ids, execution_ids
  from (
    select cause.organization_id, cause.execution_id, min(cause.turn) as turn
    from cause
    group by cause.organization_id, cause.execution_id
  ) as one;
end;
$$;

comment on function sluice_private.share_causes(int, timestamptz, timestamptz) is
  'pick_causes, where more arrivals or timers are due than one looks at.';
