/* R8, for some steps of one frame. */
create or replace function sluice_private.take_steps(
  joined sluice_private.fired_step,
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_frames bigint[] := sluice_private.frames_of(
    joined.organization_id, joined.execution_id, joined.frame_id, step_nos
  );
  v_here bigint[] := array[joined.frame_id];
  v_taken sluice_private.settled_step[];
begin
  if v_frames <> '{}' then
    perform sluice_private.cancel_within(
      joined.organization_id, joined.execution_id, v_frames
    );
  end if;
  v_taken := sluice_private.take_ready(
    joined.organization_id, joined.execution_id, v_here, step_nos
  ) || sluice_private.take_leases(
    joined.organization_id, joined.execution_id, v_here, step_nos
  ) || sluice_private.take_suspended(
    joined.organization_id, joined.execution_id, v_here, step_nos
  ) || sluice_private.take_deferred(
    joined.organization_id, joined.execution_id, joined.frame_id, step_nos
  );
  perform sluice_private.release_locks(
    joined.organization_id, joined.execution_id, v_here, step_nos
  );
  delete from sluice_private.timers as timer
  where timer.organization_id = joined.organization_id
    and timer.execution_id = joined.execution_id
    and timer.frame_id = joined.frame_id
    and timer.step_no = any (step_nos);
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = joined.organization_id
    and awaited.execution_id = joined.execution_id
    and awaited.frame_id = joined.frame_id
    and awaited.step_no = any (step_nos);
  delete from sluice_private.container_items as page
  where page.organization_id = joined.organization_id
    and page.execution_id = joined.execution_id
    and page.frame_id = joined.frame_id
    and page.step_no = any (step_nos);
  delete from sluice_private.container_results as result
  where result.organization_id = joined.organization_id
    and result.execution_id = joined.execution_id
    and result.frame_id = joined.frame_id
    and result.step_no = any (step_nos);
  return v_taken;
end;
$$;

comment on function sluice_private.take_steps(sluice_private.fired_step, int[]) is
  'Removes what is under way of these steps in the frame of a join, and in containers among them; '
  'the steps of the frame, as cancelled.';
