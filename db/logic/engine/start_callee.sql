/* A row that nobody else can see yet is no lock on another execution. */
create or replace function sluice_private.start_callee(
  callee sluice_private.callee,
  payload jsonb,
  origin sluice_private.live_executions
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid := sluice_hidden.uuidv7();
begin
  with counted as (
    insert into sluice_private.trigger_counts (organization_id, trigger_id, started, last_at)
    select callee.organization_id, callee.trigger_id, 1, sluice_hidden.now()
    where callee.trigger_id is not null
  )
  insert into sluice_private.live_executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, input, variables,
    priority, started_by, created_at, parent_execution_id, parent_frame_id, parent_step_no,
    parent_generation, root_execution_id, depth, follows_parent, failed_execution_id,
    traceparent
  )
  select
    callee.organization_id, v_id, callee.workflow_id, callee.version_id, callee.trigger_id,
    callee.trigger_step,
    sluice_private.start_input(
      'manual', callee.trigger_id, payload, origin.started_by,
      jsonb_build_object(
        'execution_id', coalesce(origin.parent_execution_id, origin.failed_execution_id)
      )
    ),
    case when version.reads_variables
      then sluice_private.variables_of(callee.organization_id, callee.workflow_id)
    end,
    version.priority, origin.started_by, sluice_hidden.now(), origin.parent_execution_id,
    origin.parent_frame_id, origin.parent_step_no, origin.parent_generation,
    origin.root_execution_id, origin.depth, origin.follows_parent, origin.failed_execution_id,
    origin.traceparent
  from sluice.workflow_versions as version
  where version.organization_id = callee.organization_id
    and version.id = callee.version_id;

  perform sluice_private.queue_start(callee.organization_id, callee.version_id, v_id, 0);
  perform sluice_private.note_changes(array[callee.organization_id], array[v_id]);
  return v_id;
end;
$$;

comment on function sluice_private.start_callee(
  sluice_private.callee, jsonb, sluice_private.live_executions
) is
  'Starts an execution for another one, in its transaction; origin says who started it, its '
  'parent, or the execution whose failure it handles.';
