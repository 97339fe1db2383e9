create or replace function sluice_private.mark_waiting(changes sluice_private.frame_change[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.live_executions as live
  set status = 'waiting'
  from sluice_private.places_of(
    array(select c.organization_id from unnest(changes) as c),
    array(select c.execution_id from unnest(changes) as c)
  ) as changed
  where live.ctid = changed.place
    and live.status = 'running'
    and not exists (
      select from sluice_private.step_leases as lease
      where lease.organization_id is not distinct from changed.organization_id
        and lease.execution_id = changed.execution_id
      offset 0
    )
    and not exists (
      select from sluice_private.ready_steps as ready
      where ready.organization_id = changed.organization_id
        and ready.execution_id = changed.execution_id
      offset 0
    );
end;
$$;

comment on function sluice_private.mark_waiting(sluice_private.frame_change[]) is
  'Of these executions, those in which nothing can run before a wait ends become waiting.';
