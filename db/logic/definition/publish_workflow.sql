/* The update of the workflow comes first: its row lock makes two publishers take turns. */
create or replace function sluice.publish_workflow(workflow_id uuid)
returns sluice.workflow_versions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
  v_version_id uuid := sluice_hidden.uuidv7();
  v_version sluice.workflow_versions;
  v_definition jsonb;
begin
  perform sluice_private.assert_valid(
    v_workflow.organization_id, v_workflow.id, v_workflow.definition
  );

  update sluice.workflows
  set
    live_version_id = v_version_id,
    status = 'active',
    updated_by = sluice_hidden.current_user_id()
  where workflows.organization_id = v_workflow.organization_id
    and workflows.id = v_workflow.id
  returning workflows.definition into v_definition;

  if v_definition is distinct from v_workflow.definition then
    perform sluice_private.assert_valid(v_workflow.organization_id, v_workflow.id, v_definition);
  end if;

  insert into sluice.workflow_versions (
    organization_id, id, workflow_id, number, definition, content_hash,
    timeout, priority, error_workflow_id, compensates, retention, published_by
  )
  select
    v_workflow.organization_id, v_version_id, v_workflow.id,
    coalesce(max(earlier.number), 0) + 1, v_definition,
    encode(sha256(convert_to(v_definition::text, 'UTF8')), 'hex'),
    (v_definition #>> '{settings,timeout}')::interval,
    coalesce((v_definition #>> '{settings,priority}')::smallint, 5),
    (sluice_private.named_workflow(
      v_workflow.organization_id, v_definition #>> '{settings,error_workflow}'
    )).id,
    coalesce((v_definition #> '{settings,compensate}')::boolean, false),
    (v_definition #>> '{settings,retention}')::interval,
    sluice_hidden.current_user_id()
  from sluice.workflow_versions as earlier
  where earlier.organization_id = v_workflow.organization_id
    and earlier.workflow_id = v_workflow.id;
  perform sluice_private.compile_version(v_workflow.organization_id, v_version_id, v_definition);
  perform sluice_private.sync_triggers(
    v_workflow.organization_id, v_workflow.id, sluice_private.expand_presets(v_definition)
  );
  perform sluice_private.sync_webhooks(v_workflow.organization_id, v_workflow.id);
  perform sluice_private.sync_events(v_workflow.organization_id, v_workflow.id);
  perform sluice_private.sync_schedules(v_workflow.organization_id, v_workflow.id);
  update sluice.workflow_versions
  set reads_variables = sluice_private.reads_variables(
    v_workflow.organization_id, v_workflow.id, v_version_id
  )
  where workflow_versions.organization_id = v_workflow.organization_id
    and workflow_versions.id = v_version_id
  returning workflow_versions.* into v_version;
  perform sluice_private.announce_rules(v_workflow.organization_id, v_workflow.id);
  perform sluice_private.resume_scope(v_workflow.organization_id, v_workflow.id);
  return v_version;
end;
$$;

comment on function sluice.publish_workflow(uuid) is
  'Validates the draft (SLVAL lists every error), makes it the live version and activates the '
  'workflow.';
grant execute on function sluice.publish_workflow(uuid) to sluice_member, sluice_admin;
