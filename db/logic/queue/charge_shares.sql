create or replace function sluice_private.charge_shares(
  shares sluice_private.organization_share[],
  ready sluice_private.ready_steps[],
  limits jsonb[]
)
returns sluice_private.organization_share[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select (
      share.organization_id, share.weight, share.pass + 0.01 / share.weight * admitted.n,
      share.running + admitted.n
    )::sluice_private.organization_share
    from unnest(shares) as share
    cross join lateral (
      select count(*)::int as n
      from unnest(ready) with ordinality as r
      where r.organization_id = share.organization_id
        and limits[r.ordinality] is distinct from 'false'
    ) as admitted
  );
end;
$$;

comment on function sluice_private.charge_shares(
  sluice_private.organization_share[], sluice_private.ready_steps[], jsonb[]
) is
  'Charges organizations for the steps that are admitted now, 10 ms each.';
