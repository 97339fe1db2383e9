create or replace function sluice_private.find_start(workflow_id uuid, node_id text)
returns sluice_private.workflow_start
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'run');
  v_trigger sluice.workflow_triggers;
begin
  if v_workflow.live_version_id is null or v_workflow.status <> 'active' then
    raise exception using
      errcode = 'SLSTA',
      message = format('workflow %s is %s', v_workflow.name, v_workflow.status),
      detail = 'Only an active workflow can be started.',
      hint = case when v_workflow.live_version_id is null
        then 'Publish it with publish_workflow.'
        else 'Activate it with set_workflow_status.'
      end;
  end if;

  if sluice_private.paused_scope(v_workflow.organization_id, null) is not null then
    raise exception using
      errcode = 'SLSTA',
      message = 'the organization is paused',
      detail = 'Nothing of it starts until it is resumed.',
      hint = 'Resume it with resume_organization.';
  end if;

  select t.*
  into v_trigger
  from sluice.workflow_triggers as t
  where t.organization_id = v_workflow.organization_id
    and t.workflow_id = v_workflow.id
    and case when find_start.node_id is null then t.trigger = 'manual'
      else t.node_id = find_start.node_id end
  order by t.node_id
  limit 1;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = case when node_id is null
        then format('workflow %s has no manual trigger', v_workflow.name)
        else format('workflow %s has no trigger %s', v_workflow.name, node_id)
      end,
      hint = 'Name the node of one of its triggers; see sluice.workflow_triggers.';
  end if;
  if v_trigger.exit is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('trigger %s starts nothing: it is an exit', v_trigger.node_id),
      hint = 'Name another trigger of the workflow; cancel_execution ends an execution.';
  end if;
  if not v_trigger.is_enabled then
    raise exception using
      errcode = 'SLSTA',
      message = format('trigger %s is switched off', v_trigger.node_id),
      hint = 'Set enabled in its data and publish, or start from another trigger.';
  end if;
  return row (v_workflow, v_trigger)::sluice_private.workflow_start;
end;
$$;

comment on function sluice_private.find_start(uuid, text) is
  'The workflow, if whoever asks may start it now, and the trigger node to start from (null: '
  'the manual one).';
