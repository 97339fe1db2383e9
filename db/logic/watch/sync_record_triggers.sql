create or replace function sluice_private.sync_record_triggers(
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
  delete from sluice_private.record_subscriptions as s
  where s.organization_id = sync_record_triggers.organization_id
    and s.workflow_id = sync_record_triggers.workflow_id;

  insert into sluice_private.record_subscriptions (
    organization_id, workflow_id, node_id, event, topic, trigger_id, fields
  )
  select
    t.organization_id, t.workflow_id, t.node_id, event.name,
    sluice_private.event_topic(t.organization_id, event.name), t.id,
    coalesce(r.fields, case when jsonb_array_length(t.config -> 'fields') > 0 then array(
      select field.name from jsonb_array_elements_text(t.config -> 'fields') as field (name)
    ) end)
  from sluice.workflow_triggers as t
  inner join sluice_private.record_triggers as r
    on r.organization_id in ('00000000-0000-0000-0000-000000000000', t.organization_id)
    and r.name = t.trigger
  cross join lateral (
    select replace(listed.name, '{object}', coalesce(t.config ->> 'object', '')) as name
    from unnest(r.events) as listed (name)
  ) as event
  where t.organization_id = sync_record_triggers.organization_id
    and t.workflow_id = sync_record_triggers.workflow_id
  union
  select
    sync_record_triggers.organization_id, sync_record_triggers.workflow_id, node.node_id,
    awaited.name, sluice_private.event_topic(sync_record_triggers.organization_id, awaited.name),
    null, null
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    select event.value ->> 'name' as name
    from jsonb_array_elements(
      case jsonb_typeof(node.data -> 'events') when 'array' then node.data -> 'events'
        else '[]' end
    ) as event (value)
    union
    select node.data #>> '{cancel_on,name}'
  ) as awaited
  where node.type in ('wait', 'group') and awaited.name like 'record.%';
end;
$$;

comment on function sluice_private.sync_record_triggers(uuid, uuid, jsonb) is
  'Notes which changes of records a workflow wants to know of: its triggers and its waits.';
