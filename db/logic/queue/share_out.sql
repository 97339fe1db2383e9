/* What runs is charged by the time since the last look, up to a second. Who comes anew has had as
   much as who has had the least of those that wait; a debt is not forgotten. */
create or replace function sluice_private.share_out(
  state sluice_private.admissions,
  as_of timestamptz
)
returns sluice_private.admissions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.admissions := state;
  v_seconds double precision := least(1::float8, greatest(0::float8, case
    when isfinite(state.admitted_at) then extract(epoch from as_of - state.admitted_at)::float8
    else 0 end
  ));
begin
  v_state.shares := array(
    select (
      known.organization_id, weight.n,
      greatest(max(known.pass), state.clock)
        + v_seconds * coalesce(max(running.n), 0) / weight.n,
      coalesce(max(running.n), 0)
    )::sluice_private.organization_share
    from (
      select share.organization_id, share.pass from unnest(state.shares) as share
      union all
      select queue.organization_id, state.clock from unnest(state.queues) as queue
    ) as known
    cross join lateral (
      select coalesce((
        select w.weight from sluice_private.organization_weights as w
        where w.organization_id = known.organization_id
      ), 1) as n
    ) as weight
    left join (
      select lease.organization_id, count(*) as n
      from sluice_private.step_leases as lease
      group by lease.organization_id
    ) as running on running.organization_id = known.organization_id
    group by known.organization_id, weight.n
  );
  v_state.clock := greatest(state.clock, (
    select min(share.pass)
    from unnest(v_state.shares) as share
    where share.organization_id in (select q.organization_id from unnest(state.queues) as q)
  ));
  v_state.admitted_at := as_of;
  return v_state;
end;
$$;

comment on function sluice_private.share_out(sluice_private.admissions, timestamptz) is
  'Charges organizations for what runs, and moves the clock to the least that one has had which '
  'waits.';
