/* A container without a node stands for the execution; the deadline is gone with the root. */
create or replace function sluice_private.compensate_execution(
  organization_id uuid,
  execution_id uuid,
  status text,
  error jsonb,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_container sluice_private.containers;
begin
  perform sluice_private.cancel_within(
    organization_id, execution_id,
    sluice_private.frames_below(organization_id, execution_id, '{0}')
  );
  insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
  values (compensate_execution.organization_id, compensate_execution.execution_id, 0, 0);
  insert into sluice_private.containers (
    organization_id, execution_id, frame_id, step_no, generation, version_id, total, started_at,
    ending
  )
  select
    live.organization_id, live.id, 0, 0, 0, live.version_id, 0, sluice_hidden.now(),
    jsonb_build_object(
      'status', compensate_execution.status, 'error', compensate_execution.error, 'frame_id', 0
    )
  from sluice_private.live_executions as live
  where live.organization_id = compensate_execution.organization_id
    and live.id = compensate_execution.execution_id
  returning containers.* into v_container;
  select u.fired, u.changes
  into fired, changes
  from sluice_private.undo_next(v_container, 0) as u;
  changes := changes || (
    v_container.organization_id, v_container.execution_id, 0, 1
  )::sluice_private.frame_change;
end;
$$;

comment on function sluice_private.compensate_execution(uuid, uuid, text, jsonb) is
  'Ends what is under way in an execution, and begins to undo what has completed in it.';
