/* What has more than 2,000 steps counts as all there may be: it is not counted further. */
create or replace function sluice_private.few_enough_steps(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns int
language sql
stable
begin atomic
  select greatest(1, count(*))::int
  from (
    select sum(rows.n) over (order by one.place) as so_far
    from unnest(organization_ids, execution_ids) with ordinality
      as one (organization_id, id, place)
    cross join lateral (
      select case when count(*) > 2000 then 20000 else count(*) end as n
      from (
        select
        from sluice_private.execution_steps as s
        where s.organization_id = one.organization_id and s.execution_id = one.id
        limit 2001
      ) as counted
    ) as rows
  ) as summed
  where summed.so_far <= 20000;
end;

comment on function sluice_private.few_enough_steps(uuid[], uuid[]) is
  'How many of these executions, from the first on, one transaction can delete or copy: as many as '
  'have 20,000 steps together, and one at least.';
