create or replace function sluice_private.patterns_of(
  organization_id uuid,
  trigger text,
  config jsonb
)
returns setof text
language sql
stable
begin atomic
  select distinct named.pattern
  from sluice_private.texts_of(case jsonb_typeof(config -> 'name')
    when 'array' then config -> 'name' else jsonb_build_array(config -> 'name') end
  ) as names (list)
  cross join lateral unnest(names.list) as named (pattern)
  where trigger = 'event'
  union all
  select format('sluice.workflow.%s.%s', coalesce(source.id::text, '*'), ending.status)
  from (
    select (sluice_private.named_workflow(patterns_of.organization_id, listed.name)).id as id
    from unnest(sluice_private.texts_of(config -> 'workflows')) as listed (name)
    union all
    select null where not config ? 'workflows'
  ) as source
  cross join lateral unnest(case trigger
    when 'workflow_failed' then '{failed,timed_out}'::text[]
    else coalesce(sluice_private.texts_of(config -> 'statuses'), '{completed}')
  end) as ending (status)
  where trigger in ('workflow_finished', 'workflow_failed')
    and (source.id is not null or not config ? 'workflows')
  union all
  select known.event_pattern
  from sluice.workflow_trigger_definitions as known
  where known.organization_id in (
      '00000000-0000-0000-0000-000000000000', patterns_of.organization_id
    )
    and known.name = trigger
    and known.event_pattern is not null;
end;

comment on function sluice_private.patterns_of(uuid, text, jsonb) is
  'The events that fire a trigger with this config.';
