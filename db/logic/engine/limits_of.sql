/* A key of the workflow that cannot be filled in counts as one of its own: a start has no step that
   could fail. */
create or replace function sluice_private.limits_of(
  version sluice.workflow_versions,
  execution_id uuid
)
returns jsonb
language sql
stable
return (
  select coalesce(
    case when version.limits is not null then coalesce(
      (
        select filled.limits
        from sluice_private.build_context(
          version.organization_id, limits_of.execution_id, 0, '{}',
          '{trigger,vars,execution,workflow,organization,now}'
        ) as context
        cross join lateral sluice_private.fill_limits(
          version.limits, version.limit_paths, context
        ) as filled
      ),
      (
        select jsonb_agg(
          rule.value || jsonb_build_object('key', (rule.value ->> 'scope') || '!')
        )
        from jsonb_array_elements(version.limits -> 'rules') as rule (value)
      )
    ) end, '[]'
  ) || coalesce((
    select jsonb_build_array(jsonb_build_object(
      'scope', 'schedule', 'concurrency', 1,
      'key', format('workflow:%s/schedule:%s', version.workflow_id, live.trigger_id),
      'on_limit', version.limits -> 'overlaps' -> live.trigger_step::text
    ))
    from sluice_private.live_executions as live
    where live.organization_id = version.organization_id
      and live.id = limits_of.execution_id
      and version.limits -> 'overlaps' ? live.trigger_step::text
  ), '[]') || coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'scope', 'limit', 'key', 'limit:' || known.name, 'on_limit', known.on_limit,
        'workflow_id', version.workflow_id
      )
      order by known.name
    )
    from sluice.workflow_limits as known
    where known.organization_id = version.organization_id
      and known.provider is null
      and (known.workflow_id is null or known.workflow_id = version.workflow_id)
  ), '[]')
);

comment on function sluice_private.limits_of(sluice.workflow_versions, uuid) is
  'The limits of an execution: of its version, its workflow and its organization.';
