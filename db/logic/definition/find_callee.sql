/* The version's own steps say where its manual trigger is: a pinned one may have had another. */
create or replace function sluice_private.find_callee(
  organization_id uuid,
  workflow_id uuid,
  version_id uuid
)
returns sluice_private.callee
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_callee sluice_private.callee;
  v_workflow record;
  v_trigger record;
  v_known record;
begin
  v_callee.organization_id := organization_id;
  v_callee.workflow_id := workflow_id;
  select w.name, w.status, coalesce(find_callee.version_id, w.live_version_id) as version_id,
    w.live_version_id
  into v_workflow
  from sluice.workflows as w
  where w.organization_id = find_callee.organization_id
    and w.id = find_callee.workflow_id;
  if not found then
    v_callee.fault := 'the workflow does not exist';
    return v_callee;
  elsif v_workflow.status <> 'active' then
    v_callee.fault := format('workflow %s is %s', v_workflow.name, v_workflow.status);
    return v_callee;
  end if;
  v_callee.version_id := v_workflow.version_id;

  select step.step_no, step.node_id, (step.config -> 'enabled')::boolean as is_enabled
  into v_trigger
  from sluice.workflow_steps as step
  where step.organization_id = find_callee.organization_id
    and step.version_id = v_callee.version_id
    and step.type = 'trigger'
    and step.config ->> 'trigger' = 'manual'
  order by step.node_id
  limit 1;
  if not found then
    v_callee.fault := format('workflow %s has no manual trigger', v_workflow.name);
    return v_callee;
  elsif not v_trigger.is_enabled then
    v_callee.fault := format('the manual trigger of workflow %s is switched off', v_workflow.name);
    return v_callee;
  end if;
  v_callee.trigger_step := v_trigger.step_no;
  select t.id, t.is_enabled
  into v_known
  from sluice.workflow_triggers as t
  where t.organization_id = find_callee.organization_id
    and t.workflow_id = find_callee.workflow_id
    and t.node_id = v_trigger.node_id;
  v_callee.trigger_id := v_known.id;
  if v_workflow.version_id = v_workflow.live_version_id and not v_known.is_enabled then
    v_callee.fault := format('the manual trigger of workflow %s is switched off', v_workflow.name);
  end if;
  return v_callee;
end;
$$;

comment on function sluice_private.find_callee(uuid, uuid, uuid) is
  'What a call of a workflow starts now: this version of it, or else the live one, from its manual '
  'trigger; or the fault because of which it cannot.';
