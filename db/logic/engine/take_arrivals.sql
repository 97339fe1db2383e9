/* A door may find nothing to do, because another was faster: what waits goes on waiting. */
create or replace function sluice_private.take_arrivals(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns sluice_private.arrivals[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrivals sluice_private.arrivals[];
begin
  with taken as (
    delete from sluice_private.arrivals as arrival
    using (
      select locked.* from unnest(organization_ids, execution_ids)
        as locked (organization_id, execution_id)
      limit cardinality(organization_ids)
    ) as locked
    where arrival.organization_id = any (array[locked.organization_id])
      and arrival.execution_id = locked.execution_id
      and arrival.is_parked is not true
    returning arrival
  )
  select array_agg(taken.arrival order by (taken.arrival).seq) into v_arrivals from taken;

  update sluice_private.live_executions as live
  set status = 'running', started_at = coalesce(live.started_at, sluice_hidden.now())
  from sluice_private.places_of(organization_ids, execution_ids) as locked
  where live.ctid = locked.place
    and live.status in ('pending', 'waiting')
    and (
      live.id in (select a.execution_id from unnest(v_arrivals) as a where a.kind <> 'report')
      or exists (
        select from sluice_private.timers as timer
        where timer.organization_id = locked.organization_id
          and timer.execution_id = locked.execution_id
          and timer.due_at <= sluice_hidden.now()
          and timer.is_parked is not true
        offset 0
      )
    );
  return v_arrivals;
end;
$$;

comment on function sluice_private.take_arrivals(uuid[], uuid[]) is
  'Takes what has arrived at locked executions, in order; those that it moves are running.';
