create or replace function sluice_private.restart_execution(
  past sluice_private.executions,
  version_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step int;
begin
  select entry.step_no
  into v_step
  from sluice.workflow_steps as known
  inner join sluice.workflow_steps as entry
    on entry.organization_id = known.organization_id
    and entry.version_id = restart_execution.version_id
    and entry.node_id = known.node_id
    and entry.type = 'trigger'
  where known.organization_id = past.organization_id
    and known.version_id = past.version_id
    and known.step_no = past.trigger_step;
  if v_step is null then
    raise exception using
      errcode = 'SLSTA',
      message = 'the live version has not the trigger that started the execution',
      hint = 'Retry it on its own version.';
  end if;

  insert into sluice_private.live_executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, input, variables,
    priority, generation, started_by, created_at, started_at, parent_execution_id, parent_frame_id,
    parent_step_no, parent_generation, root_execution_id, depth, failed_execution_id,
    traceparent
  )
  select
    past.organization_id, past.id, past.workflow_id, version.id, past.trigger_id, v_step,
    past.input,
    case when version.reads_variables
      then sluice_private.variables_of(past.organization_id, past.workflow_id)
    end,
    version.priority, past.generation + 1, past.started_by, past.created_at,
    past.started_at, past.parent_execution_id, past.parent_frame_id, past.parent_step_no,
    past.parent_generation, past.root_execution_id, past.depth, past.failed_execution_id,
    past.traceparent
  from sluice.workflow_versions as version
  where version.organization_id = past.organization_id
    and version.id = restart_execution.version_id;

  insert into sluice_private.trigger_counts (organization_id, trigger_id, completed, failed)
  select
    past.organization_id, past.trigger_id, -(past.status = 'completed')::int,
    -(past.status in ('failed', 'timed_out'))::int
  where past.trigger_id is not null;
  perform sluice_private.queue_start(
    past.organization_id, version_id, past.id, past.generation + 1
  );
  perform sluice_private.note_changes(array[past.organization_id], array[past.id]);
  perform sluice_private.tick_workers();
  perform sluice_private.tick_subscribers(past.organization_id);
end;
$$;

comment on function sluice_private.restart_execution(sluice_private.executions, uuid) is
  'Starts the next generation of an execution that has just been taken out of history.';
