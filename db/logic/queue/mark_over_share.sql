/* A worker that is just being marked otherwise is left to the next look. */
create or replace function sluice_private.mark_over_share(
  shares sluice_private.organization_share[],
  waiting uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_over uuid[];
begin
  if cardinality(shares) = 1 and not exists (
    select from sluice_private.workers where workers.over_share <> '{}'
  ) then
    return;
  end if;
  v_over := array(
    select share.organization_id
    from unnest(shares) as share
    where share.pass > 0.1 + (
      select min(other.pass)
      from unnest(shares) as other
      where other.organization_id = any (waiting)
    )
    order by share.organization_id
  );
  update sluice_private.workers
  set over_share = v_over
  where workers.id in (
    select w.id from sluice_private.workers as w
    where w.over_share <> v_over
    for update skip locked
  );
end;
$$;

comment on function sluice_private.mark_over_share(
  sluice_private.organization_share[], uuid[]
) is
  'Tells workers whose steps are not to be handed straight back, because others wait that have had '
  'less.';
