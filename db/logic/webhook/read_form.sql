create or replace function sluice_private.read_form(path text)
returns table (organization_id uuid, webhook_id uuid, config jsonb, form jsonb, is_open boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    hook.organization_id, hook.id, hook.config, sluice_private.form_schema(hook.config),
    exists (
      select
      from sluice.webhook_registrations as own
      inner join sluice.workflow_triggers as t
        on t.organization_id = own.organization_id and t.id = own.trigger_id
      inner join sluice.workflows as workflow
        on workflow.organization_id = own.organization_id and workflow.id = own.workflow_id
      where own.organization_id = hook.organization_id
        and own.id = hook.id
        and workflow.status = 'active'
        and t.is_enabled
        and sluice_private.paused_scope(own.organization_id, null) is null
    )
  from sluice_private.webhooks_at(read_form.path, 'forms', sluice_hidden.now()) as hook;
end;
$$;

comment on function sluice_private.read_form(text) is
  'The form behind /forms/<key> or /forms/<organization slug>/<form_id>, and whether somebody '
  'takes what is sent.';
grant execute on function sluice_private.read_form(text) to sluice_worker;
