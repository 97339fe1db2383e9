/* Inlined where it is called. The row of an execution that is locked stays where it is. */
create or replace function sluice_private.places_of(organization_ids uuid[], execution_ids uuid[])
returns table (organization_id uuid, execution_id uuid, place tid)
language sql
stable
begin atomic
  select wanted.organization_id, wanted.execution_id, held.place
  from (
    select distinct pair.organization_id, pair.execution_id
    from unnest(organization_ids, execution_ids) as pair (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as wanted
  cross join lateral (
    select live.ctid as place
    from sluice_private.live_executions as live
    where live.organization_id = wanted.organization_id and live.id = wanted.execution_id
    offset 0
  ) as held;
end;

comment on function sluice_private.places_of(uuid[], uuid[]) is
  'Where the rows of these executions are, which are locked.';
