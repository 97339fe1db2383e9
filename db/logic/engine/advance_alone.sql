create or replace function sluice_private.advance_alone(organization_id uuid, execution_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.advance_guarded(array[organization_id], array[execution_id]);
  update sluice_private.live_executions as live
  set apart_since = null
  where live.organization_id = advance_alone.organization_id
    and live.id = advance_alone.execution_id;
exception
  when query_canceled or out_of_memory then
    perform sluice_private.park_execution(
      organization_id, execution_id, sqlstate,
      format('an expression takes too long or needs too much: %s', sqlerrm)
    );
    update sluice_private.live_executions as alike
    set apart_since = clock_timestamp()
    from sluice_private.live_executions as slow
    where slow.organization_id = advance_alone.organization_id
      and slow.id = advance_alone.execution_id
      and alike.organization_id = slow.organization_id
      and alike.version_id = slow.version_id
      and alike.apart_since is not null;
end;
$$;

comment on function sluice_private.advance_alone(uuid, uuid) is
  'Moves on one execution that was set apart. One that takes too long even alone is parked, and '
  'others of its version have their turn after those of all others.';
