create or replace function sluice_private.stray_limits()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a limit counts what runs under it', counted.organization_id, null::uuid,
    format('%s counts %s, and %s found', counted.key, sum(counted.held), sum(counted.found))
  from (
    select state.organization_id, state.key, state.held, 0 as found
    from sluice_private.limits as state
    union all
    select lease.organization_id, rule.value ->> 'key', 0, 1
    from sluice_private.step_leases as lease
    cross join lateral jsonb_array_elements(lease.limits) as rule (value)
    where lease.limits is not null
    union all
    select begun.organization_id, rule.value ->> 'key', 0, 1
    from sluice_private.limited_executions as begun
    cross join lateral jsonb_array_elements(begun.limits) as rule (value)
    where begun.state in ('held', 'ending')
    union all
    select gone.organization_id, gone.key, 0, 1
    from sluice_private.limit_releases as gone
    where gone.execution_id is not null
  ) as counted
  group by counted.organization_id, counted.key
  having sum(counted.held) <> sum(counted.found)
  union all
  select 'a limit has one row', state.organization_id, null, state.key
  from sluice_private.limits as state
  group by state.organization_id, state.key
  having count(*) > 1
  union all
  select 'who waits for a limit waits for something', b.organization_id, b.execution_id, b.limit_key
  from (
    select step.organization_id, step.execution_id, step.limit_key
    from sluice_private.blocked_steps as step
    where step.limit_key is not null
    union all
    select waiting.organization_id, waiting.execution_id, waiting.limit_key
    from sluice_private.limited_executions as waiting
    where waiting.limit_key is not null
  ) as b
  where not exists (
    select from sluice_private.limits as state
    where state.organization_id = b.organization_id
      and state.key = b.limit_key
      and (state.held > 0 or state.look_at is not null)
  )
    and not exists (
      select from sluice_private.limit_releases as gone
      where gone.organization_id = b.organization_id and gone.key = b.limit_key
    );
end;

comment on function sluice_private.stray_limits() is
  'Limits that do not count what runs under them, and steps that wait for one which nothing will '
  'free.';
