/* In an organization one after the other, in the order in which they were asked; but what follows a
   scope depends on no order, and does not wait for the others, and for one that goes slowly only
   those wait that do so, too. Who holds the row is cancelling it:
   nobody waits for that. As long as the last chunk has not been acted on, there is no next one. */
create or replace function sluice_private.pick_bulk_operation()
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operation sluice.bulk_operations;
begin
  select running.*
  into v_operation
  from sluice.bulk_operations as running
  where running.status = 'running'
    and (running.rate is null
      or extract(epoch from clock_timestamp() - running.advanced_at) * running.rate >= 1)
    and not exists (
      select from sluice.bulk_operations as earlier
      where earlier.status = 'running'
        and earlier.organization_id = running.organization_id
        and earlier.id < running.id
        and (earlier.rate is null) = (running.rate is null)
        and earlier.arguments ? 'scope' = (running.arguments ? 'scope')
    )
    and not exists (
      select from sluice_private.arrivals as arrival
      where arrival.organization_id = running.organization_id
        and arrival.execution_id = running.position
        and not arrival.is_parked
    )
  order by running.advanced_at
  limit 1
  for update of running skip locked;
  return v_operation;
end;
$$;

comment on function sluice_private.pick_bulk_operation() is
  'The bulk operation whose turn it is, locked; or null.';
