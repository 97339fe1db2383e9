create or replace function sluice_private.oldest_steps(
  rules jsonb[],
  ready sluice_private.ready_steps[],
  limits jsonb[]
)
returns table (
  organization_id uuid, execution_id uuid, frame_id bigint, step_no int, generation int, rule jsonb
)
language sql
stable
begin atomic
  with rule as materialized (
    select distinct on (r.value ->> 'organization_id', r.value ->> 'key')
      (r.value ->> 'organization_id')::uuid as organization_id, r.value ->> 'key' as key, r.value
    from unnest(rules) with ordinality as r (value, ordinal)
    order by r.value ->> 'organization_id', r.value ->> 'key', r.ordinal desc
  ), begun as (
    select l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.ready_at,
      l.limits
    from (select distinct r.organization_id from rule as r) as owner
    inner join sluice_private.step_leases as l on l.organization_id = owner.organization_id
    where l.limits is not null
    union all
    select r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, r.ready_at,
      limits[r.ordinality]
    from unnest(ready) with ordinality as r
    where jsonb_typeof(limits[r.ordinality]) = 'array'
  ), counted as (
    select b.organization_id, b.execution_id, b.frame_id, b.step_no, b.generation, b.ready_at,
      own.value ->> 'key' as key
    from begun as b
    cross join lateral jsonb_array_elements(b.limits) as own (value)
    union all
    select b.organization_id, b.execution_id, b.frame_id, b.step_no, b.generation, b.ready_at,
      b.limit_key
    from rule
    inner join sluice_private.blocked_steps as b
      on b.organization_id = rule.organization_id and b.limit_key = rule.key
  )
  select ranked.organization_id, ranked.execution_id, ranked.frame_id, ranked.step_no,
    ranked.generation, ranked.rule
  from (
    select c.*, rule.value as rule,
      row_number() over (
        partition by c.organization_id, c.key
        order by c.ready_at desc, c.execution_id desc, c.frame_id desc, c.step_no desc
      ) > (rule.value ->> 'concurrency')::bigint as is_too_old
    from counted as c
    inner join rule on rule.organization_id = c.organization_id and rule.key = c.key
  ) as ranked
  where ranked.is_too_old;
end;

comment on function sluice_private.oldest_steps(
  jsonb[], sluice_private.ready_steps[], jsonb[]
) is
  'The steps under these limits that are more than a limit allows, its newest left out. Among '
  'them are those of the batch that is being judged, ready, which have begun by these limits. '
  'Each rule says whose it is.';
