create or replace function sluice_private.find_webhook_target(
  organization_id uuid,
  webhook_id uuid
)
returns table (
  id uuid, workflow_id uuid, step_no int, filter jsonpath, dedupe jsonpath, is_enabled boolean,
  trigger text, status text, live_version_id uuid
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
begin
  return query
  select t.id, t.workflow_id, t.step_no, t.filter, t.dedupe, t.is_enabled, t.trigger,
    case when workflow.status = 'active'
      and sluice_private.paused_scope(workflow.organization_id, null) is not null
      then 'paused with its organization' else workflow.status end,
    workflow.live_version_id
  from (
    select one.organization_id, one.trigger_id, one.workflow_id
    from sluice.webhook_registrations as one
    where one.organization_id is not distinct from find_webhook_target.organization_id
      and one.id = find_webhook_target.webhook_id
    offset 0
  ) as hook
  inner join sluice.workflow_triggers as t
    on t.organization_id = hook.organization_id and t.id = hook.trigger_id
  inner join sluice.workflows as workflow
    on workflow.organization_id = hook.organization_id and workflow.id = hook.workflow_id;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = 'webhook does not exist',
      hint = 'It was removed a moment ago, with its trigger.';
  end if;
end;
$$;

comment on function sluice_private.find_webhook_target(uuid, uuid) is
  'The trigger and the workflow behind a webhook registration.';
