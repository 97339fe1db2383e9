create or replace function sluice_private.problems_of_config(
  organization_id uuid,
  trigger text,
  config jsonb
)
returns table (path text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select fault.path, replace(fault.message, 'an input of this action', 'a setting of this trigger'),
    format('See the config_schema of %s in sluice.workflow_trigger_definitions.', trigger)
  from (
    select known.config_schema
    from sluice.workflow_trigger_definitions as known
    where known.organization_id in (
        '00000000-0000-0000-0000-000000000000', problems_of_config.organization_id
      )
      and known.name = problems_of_config.trigger
    order by known.organization_id desc
    limit 1
  ) as kind
  cross join lateral sluice_private.schema_faults(
    kind.config_schema, config, 'data.config'
  ) as fault;
  if found or jsonb_typeof(config) <> 'object' then
    return;
  end if;
  if sluice_private.opens_door(trigger, config) then
    return query
    select 'data.config.' || fault.key, fault.message, fault.hint
    from sluice_private.problems_of_webhook(trigger, config) as fault;
  end if;
  if trigger = any (sluice_private.scheduled_triggers()) then
    return query
    select 'data.config.' || fault.key, fault.message, fault.hint
    from sluice_private.problems_of_schedule(organization_id, trigger, config) as fault;
  end if;
  if trigger = any (sluice_private.polled_triggers()) then
    return query
    select 'data.config.' || fault.key, fault.message, fault.hint
    from sluice_private.problems_of_poll(trigger, config) as fault;
  end if;
  return query
  select 'data.config.' || fault.key, fault.message, fault.hint
  from sluice_private.problems_of_record(trigger, config) as fault;
  return query
  select 'data.config.' || fault.key, fault.message, fault.hint
  from sluice_private.problems_of_event_config(trigger, config) as fault;
  return query
  select 'data.config.' || fault.key, fault.message, fault.hint
  from sluice_private.problems_of_segment_config(trigger, config) as fault;
end;
$$;

comment on function sluice_private.problems_of_config(uuid, text, jsonb) is
  'What is wrong with the config of a trigger: by its schema and, where that finds nothing, by the '
  'rules of its kind.';
