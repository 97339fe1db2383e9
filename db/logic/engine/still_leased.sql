/* Another report of the same execution may have ended it, or a part of it. */
create or replace function sluice_private.still_leased(
  handed sluice_private.handed_step[],
  reports sluice_private.step_report[]
)
returns sluice_private.handed_step[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from unnest(handed) as h
    where h.execution_id in (select r.execution_id from unnest(reports) as r)
  ) then
    return handed;
  end if;
  return array(
    select driver.step
    from (select h as step from unnest(handed) as h limit cardinality(handed)) as driver
    cross join lateral (
      select from sluice_private.step_leases as lease
      where lease.organization_id = (driver.step).organization_id
        and lease.slot = (driver.step).token & -32
        and lease.token = (driver.step).token
      offset 0
    ) as held
  );
end;
$$;

comment on function sluice_private.still_leased(
  sluice_private.handed_step[], sluice_private.step_report[]
) is
  'Of steps that were handed over, those whose lease the reports that came with them have left.';
