/* What controls or ends an execution is not parked: it evaluates nothing, and may not wait. */
create or replace function sluice_private.set_apart(organization_ids uuid[], execution_ids uuid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.live_executions as live
  set apart_since = coalesce(live.apart_since, clock_timestamp())
  from sluice_private.places_of(organization_ids, execution_ids) as given
  where live.ctid = given.place;

  update sluice_private.arrivals as arrival
  set is_parked = true
  from (
    select given.* from unnest(organization_ids, execution_ids)
      as given (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as given
  where arrival.organization_id = any (array[given.organization_id])
    and arrival.execution_id = given.execution_id
    and arrival.is_parked is not true
    and arrival.kind not in ('cancel', 'pause', 'resume');

  update sluice_private.timers as timer
  set is_parked = true
  from (
    select given.* from unnest(organization_ids, execution_ids)
      as given (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as given
  where timer.organization_id = any (array[given.organization_id])
    and timer.execution_id = given.execution_id
    and timer.due_at <= sluice_hidden.now()
    and timer.kind <> 'deadline';
end;
$$;

comment on function sluice_private.set_apart(uuid[], uuid[]) is
  'Sets locked executions apart: advance_apart takes them one by one, out of everybody''s way.';
