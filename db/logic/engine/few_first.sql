create or replace function sluice_private.few_first(
  inout organization_ids uuid[],
  inout execution_ids uuid[]
)
language sql
immutable
begin atomic
  with given as materialized (
    select pair.*,
      row_number() over (partition by pair.organization_id order by pair.turn) as place,
      count(*) over (partition by pair.organization_id) as waiting
    from unnest(organization_ids, execution_ids) with ordinality
      as pair (organization_id, execution_id, turn)
  )
  select
    array_agg(g.organization_id order by g.turn), array_agg(g.execution_id order by g.turn)
  from given as g
  where g.place <= 10 or (select min(every.waiting) from given as every) >= 10;
end;

comment on function sluice_private.few_first(uuid[], uuid[]) is
  'Where an organization has fewer than ten executions here, ten of each at most: a batch that is '
  'over soon, as whoever has few waits for the whole of it.';
