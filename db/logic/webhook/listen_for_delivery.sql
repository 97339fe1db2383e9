create or replace function sluice.listen_for_delivery(
  workflow_id uuid,
  node_id text,
  duration interval default '2 minutes'
)
returns sluice.webhook_tests
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
  v_now timestamptz := sluice_hidden.now();
  v_node record;
  v_test sluice.webhook_tests;
begin
  select node.data ->> 'trigger' as trigger, coalesce(node.data -> 'config', '{}') as config
  into v_node
  from sluice_private.definition_nodes(
    sluice_private.expand_presets(v_workflow.definition)
  ) as node
  where node.node_id = listen_for_delivery.node_id
    and node.type = 'trigger'
    and sluice_private.opens_door(node.data ->> 'trigger', node.data -> 'config')
    and node.data ->> 'trigger' <> 'form_submitted';
  if v_node is null
    or (duration between interval '1 second' and '1 hour') is not true or exists (
    select from sluice_private.problems_of_webhook(v_node.trigger, v_node.config)
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('node %s of the draft cannot be listened at', coalesce(node_id, 'null')),
      hint = 'Name a webhook trigger whose config validate_definition has nothing against, and a '
        'duration of up to an hour.';
  end if;
  insert into sluice.webhook_tests (
    organization_id, workflow_id, node_id, trigger, config, expires_at
  )
  values (
    v_workflow.organization_id, v_workflow.id, listen_for_delivery.node_id, v_node.trigger,
    v_node.config, v_now + duration
  )
  returning webhook_tests.* into v_test;
  return v_test;
end;
$$;

comment on function sluice.listen_for_delivery(uuid, text, interval) is
  'Waits for one delivery to a trigger of the draft: /hooks/<key> of the row takes it, shows it in '
  'the row, and starts nothing.';
grant execute on function sluice.listen_for_delivery(uuid, text, interval)
to sluice_member, sluice_admin;
