create or replace function sluice_private.live_rule(organization_id uuid, scope text)
returns jsonb
language sql
stable
return (
  select own.value
  from sluice.workflows as w
  inner join sluice.workflow_versions as version
    on version.organization_id = w.organization_id and version.id = w.live_version_id
  left join lateral (
    select step.limits
    from sluice.workflow_steps as step
    where step.organization_id = version.organization_id
      and step.version_id = version.id
      and step.node_id <> ''
      and step.node_id = (
        select coalesce(sluice_hidden.try_jsonb(found.at[1]) #>> '{}', found.at[1])
        from regexp_match(live_rule.scope, '^step:[^/]*/(.*)/\d+$') as found (at)
      )
  ) as step on live_rule.scope like 'step:%'
  cross join lateral jsonb_array_elements(
    case when live_rule.scope like 'step:%' then step.limits else version.limits end -> 'rules'
  ) as own (value)
  where w.organization_id = live_rule.organization_id
    and w.id = substring(live_rule.scope from '^\w+:([-0-9a-f]{36})/')::uuid
    and own.value ->> 'scope' = live_rule.scope
);

comment on function sluice_private.live_rule(uuid, text) is
  'A limit of a step or a workflow as the live version has it; null where that has none there.';
