/* One with a rate makes up for a pause of the pump of a second, or of the time that one execution
   has, and of no more; a page of which nothing matches takes no time. */
create or replace function sluice_private.bulk_chunk(
  operation sluice.bulk_operations,
  out ids uuid[],
  out last_id uuid,
  out advanced_at timestamptz
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_at_most int := least(
    1000, floor(extract(epoch from v_now - operation.advanced_at) * operation.rate)
  )::int;
begin
  select
    array_agg(page.id order by page.id) filter (where page.is_match),
    (array_agg(page.id order by page.id desc))[1]
  into ids, last_id
  from sluice_private.bulk_page(operation, 1000) as page;
  if cardinality(ids) > v_at_most and operation.rate is not null then
    ids := ids[:v_at_most];
    last_id := ids[v_at_most];
  end if;
  advanced_at := case when operation.rate is null then v_now else greatest(
    v_now - interval '1 second' * greatest(1, 1 / operation.rate),
    operation.advanced_at + interval '1 second' * (coalesce(cardinality(ids), 0) / operation.rate)
  ) end;
end;
$$;

comment on function sluice_private.bulk_chunk(sluice.bulk_operations) is
  'The executions that a bulk operation tells next, as many as its rate allows: up to which it has '
  'then looked (null: there are no more), and when it counts as having told them.';
