/* R8. Ready steps go before leases, in two statements: a step that admission moves between them
   is found by the second. */
create or replace function sluice_private.cancel_within(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_left sluice_private.settled_step[];
begin
  v_left := sluice_private.take_ready(organization_id, execution_id, frame_ids, null)
    || sluice_private.take_leases(organization_id, execution_id, frame_ids, null)
    || sluice_private.take_suspended(organization_id, execution_id, frame_ids, null);
  if cardinality(v_left) > 0 then
    perform sluice_private.record_steps(v_left);
  end if;

  delete from sluice_private.timers as timer
  where timer.organization_id = cancel_within.organization_id
    and timer.execution_id = cancel_within.execution_id
    and (frame_ids is null or timer.frame_id = any (frame_ids));
  delete from sluice_private.arrivals as arrival
  where arrival.organization_id = cancel_within.organization_id
    and arrival.execution_id = cancel_within.execution_id
    and (frame_ids is null
      or arrival.kind in ('fire', 'skip', 'done', 'turn', 'event', 'child', 'lock')
        and arrival.frame_id = any (frame_ids));
  perform sluice_private.release_locks(organization_id, execution_id, frame_ids, null);
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = cancel_within.organization_id
    and awaited.execution_id = cancel_within.execution_id
    and (frame_ids is null or awaited.frame_id = any (frame_ids));
  delete from sluice_private.container_items as page
  where page.organization_id = cancel_within.organization_id
    and page.execution_id = cancel_within.execution_id
    and (frame_ids is null or page.frame_id = any (frame_ids));
  delete from sluice_private.container_results as result
  where result.organization_id = cancel_within.organization_id
    and result.execution_id = cancel_within.execution_id
    and (frame_ids is null or result.frame_id = any (frame_ids));
  delete from sluice_private.live_outputs as kept
  where kept.organization_id = cancel_within.organization_id
    and kept.execution_id = cancel_within.execution_id
    and kept.frame_id = any (frame_ids);
  delete from sluice_private.frames as frame
  where frame.organization_id = cancel_within.organization_id
    and frame.execution_id = cancel_within.execution_id
    and (frame_ids is null or frame.frame_id = any (frame_ids));
end;
$$;

comment on function sluice_private.cancel_within(uuid, uuid, bigint[]) is
  'Ends whatever is under way in an execution, or in these frames of it; each step is recorded as '
  'cancelled, and the frames are gone.';
