/* The row of an execution goes first: of two who delete or retry it, one finds none. What somebody
   holds is for the next round. */
create or replace function sluice_private.delete_expired(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_ids uuid[];
  v_ids uuid[];
begin
  with gone as (
    delete from sluice_private.executions as past
    using (
      select free.organization_id, free.id
      from unnest(
        organization_ids,
        execution_ids[: sluice_private.few_enough_steps(organization_ids, execution_ids)]
      ) as one (organization_id, id)
      inner join sluice_private.executions as free
        on free.organization_id = one.organization_id and free.id = one.id
      for update of free skip locked
    ) as free
    where past.organization_id = free.organization_id and past.id = free.id
    returning past.organization_id, past.id
  )
  select array_agg(gone.organization_id), array_agg(gone.id)
  into v_organization_ids, v_ids
  from gone;
  if v_ids is null then
    return 0;
  end if;
  perform sluice_private.delete_history(v_organization_ids, v_ids);
  return cardinality(v_ids);
end;
$$;

comment on function sluice_private.delete_expired(uuid[], uuid[]) is
  'Deletes everything that is known of the first of these executions, as many as have 20,000 steps '
  'together, and one at least; says how many.';
