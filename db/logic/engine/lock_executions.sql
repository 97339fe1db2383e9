/* Lock order: live_executions comes first, sorted by id, once in a transaction. */
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
      for update skip locked
      offset 0
    ) as live
  );
  if v_locked <> '{}' then
    perform sluice_private.note_changes(organization_ids, execution_ids);
  end if;
  return v_locked;
end;
$$;

comment on function sluice_private.lock_executions(uuid[], uuid[]) is
  'Locks those executions that live and that nobody else holds; says which.';
