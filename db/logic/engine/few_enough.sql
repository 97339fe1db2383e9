/* Eight of the longest inputs are no more than that: with so few nothing is looked up. */
create or replace function sluice_private.few_enough(
  inout organization_ids uuid[],
  inout execution_ids uuid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  if cardinality(execution_ids)
    <= sluice_hidden.max_batch_bytes() / sluice_hidden.max_value_bytes()
  then
    return;
  end if;
  select count(*)::int
  into v_count
  from (
    select sum(live.bytes) over (order by one.place) - live.bytes as before
    from unnest(organization_ids, execution_ids) with ordinality
      as one (organization_id, execution_id, place)
    cross join lateral (
      select coalesce((
        select pg_column_size(e.input)
        from sluice_private.live_executions as e
        where e.organization_id = one.organization_id and e.id = one.execution_id
      ), 0) as bytes
      offset 0
    ) as live
    limit cardinality(execution_ids)
  ) as sized
  where sized.before < sluice_hidden.max_batch_bytes();
  organization_ids := organization_ids[: v_count];
  execution_ids := execution_ids[: v_count];
end;
$$;

comment on function sluice_private.few_enough(uuid[], uuid[]) is
  'The first of these executions, as many as have inputs of max_batch_bytes together, and the one '
  'that reaches it.';
