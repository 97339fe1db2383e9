/* Lock order: live_executions comes first, once in a transaction. It waits for nobody, so that no
   order among them is needed. */
create or replace function sluice_private.lock_executions(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organizations uuid[];
  v_locked uuid[];
begin
  select array_agg(held.organization_id), coalesce(array_agg(held.id), '{}')
  into v_organizations, v_locked
  from (
    select live.organization_id, live.id
    from (
      select distinct pair.organization_id, pair.execution_id
      from unnest(organization_ids, execution_ids) as pair (organization_id, execution_id)
      limit cardinality(organization_ids)
    ) as wanted
    cross join lateral (
      select e.organization_id, e.id
      from sluice_private.live_executions as e
      where e.organization_id = wanted.organization_id and e.id = wanted.execution_id
      for update skip locked
      offset 0
    ) as live
  ) as held;
  if v_locked <> '{}' then
    perform sluice_private.note_changes(v_organizations, v_locked);
  end if;
  return v_locked;
end;
$$;

comment on function sluice_private.lock_executions(uuid[], uuid[]) is
  'Locks those executions that live and that nobody else holds; says which.';
