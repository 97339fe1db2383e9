create or replace function sluice_private.sync_triggers(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice.workflow_triggers
  where workflow_triggers.organization_id = sync_triggers.organization_id
    and workflow_triggers.workflow_id = sync_triggers.workflow_id
    and workflow_triggers.node_id not in (
      select node.node_id
      from sluice_private.definition_nodes(definition) as node
      where node.type = 'trigger'
    );

  insert into sluice.workflow_triggers (
    organization_id, workflow_id, node_id, step_no, trigger, config, filter, dedupe, exit,
    is_enabled
  )
  select
    sync_triggers.organization_id, sync_triggers.workflow_id, node.node_id, node.node_no,
    node.data ->> 'trigger', coalesce(node.data -> 'config', '{}'), filter.path, dedupe.path,
    exit.path,
    coalesce((node.data -> 'enabled')::boolean, true)
  from sluice_private.definition_nodes(definition) as node
  left join lateral sluice_private.compile_trigger_expression(
    'filter', node.data -> 'filter'
  ) as filter on node.data ? 'filter'
  left join lateral sluice_private.compile_trigger_expression(
    'dedupe', node.data -> 'dedupe'
  ) as dedupe on node.data ? 'dedupe'
  left join lateral sluice_private.compile_trigger_expression(
    'exit', node.data -> 'exit'
  ) as exit on node.data ? 'exit'
  where node.type = 'trigger'
  on conflict on constraint workflow_triggers_organization_id_workflow_id_node_id_key do update
  set
    step_no = excluded.step_no,
    trigger = excluded.trigger,
    config = excluded.config,
    filter = excluded.filter,
    dedupe = excluded.dedupe,
    exit = excluded.exit,
    is_enabled = excluded.is_enabled;
  perform sluice_private.sync_record_triggers(organization_id, workflow_id, definition);
  perform sluice_private.sync_polls(organization_id, workflow_id);
end;
$$;

comment on function sluice_private.sync_triggers(uuid, uuid, jsonb) is
  'Makes the triggers of a workflow those of this definition; one that stays keeps its id.';
