/* Lock order: as in lock_executions; sorted, so that two that wait cannot wait for each other. Who
   has waited in vain leaves it to the drainer. */
create or replace function sluice_private.wait_for_executions(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '250ms'
as $$
declare
  v_locked uuid[];
begin
  v_locked := array(
    select live.id
    from (
      select distinct pair.organization_id, pair.execution_id
      from unnest(organization_ids, execution_ids) as pair (organization_id, execution_id)
      order by pair.execution_id
      limit cardinality(organization_ids)
    ) as wanted
    cross join lateral (
      select e.id
      from sluice_private.live_executions as e
      where e.organization_id = wanted.organization_id and e.id = wanted.execution_id
      for update
      offset 0
    ) as live
  );
  if v_locked <> '{}' then
    perform sluice_private.note_changes(organization_ids, execution_ids);
  end if;
  return v_locked;
exception
  when lock_not_available then
    return '{}'::uuid[];
end;
$$;

comment on function sluice_private.wait_for_executions(uuid[], uuid[]) is
  'Locks those executions that live, waiting up to a quarter of a second for whoever holds '
  'one; says which, none if it took too long.';
