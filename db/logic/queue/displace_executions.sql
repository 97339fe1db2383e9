/* Those that wait leave their line; those that have begun count until they have ended. Who has been
   asked is not asked again, unless somebody has it locked: admission waits for nobody. */
create or replace function sluice_private.displace_executions(rules jsonb[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with rule as materialized (
    select distinct on (r.value ->> 'organization_id', r.value ->> 'key')
      (r.value ->> 'organization_id')::uuid as organization_id, r.value ->> 'key' as key, r.value
    from unnest(rules) with ordinality as r (value, ordinal)
    order by r.value ->> 'organization_id', r.value ->> 'key', r.ordinal desc
  ), counted as (
    select
      other.organization_id, other.execution_id, rule.value as rule,
      row_number() over (partition by rule.organization_id, rule.key order by other.seq desc)
        > (rule.value ->> 'concurrency')::bigint as is_too_old
    from (select distinct r.organization_id from rule as r) as owner
    cross join lateral (
      select w.organization_id, w.execution_id, w.seq, w.limits
      from sluice_private.limited_executions as w
      where w.organization_id = owner.organization_id and w.state in ('waiting', 'held')
      offset 0
    ) as other
    cross join lateral jsonb_array_elements(other.limits) as own (value)
    inner join rule
      on rule.organization_id = other.organization_id and rule.key = own.value ->> 'key'
  ), old as materialized (
    select distinct on (c.organization_id, c.execution_id) c.*
    from counted as c
    where c.is_too_old
  ), marked as (
    update sluice_private.limited_executions as other
    set
      state = case other.state when 'held' then 'ending' else 'refused' end,
      limit_key = null
    from (
      select w.organization_id, w.execution_id
      from old
      inner join sluice_private.limited_executions as w
        on w.organization_id = old.organization_id and w.execution_id = old.execution_id
      for update of w skip locked
    ) as free
    where other.organization_id = free.organization_id
      and other.execution_id = free.execution_id
      and other.state in ('waiting', 'held')
  )
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  select
    old.organization_id, old.execution_id, 'cancel',
    sluice_private.limit_error(old.organization_id, old.rule)::text
  from old;
end;
$$;

comment on function sluice_private.displace_executions(jsonb[]) is
  'Asks the oldest executions under these limits, which have no room for a newcomer, to end, so '
  'that as many are left as a limit allows. Each rule says whose it is.';
