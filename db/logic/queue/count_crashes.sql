create or replace function sluice_private.count_crashes(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_crashed sluice_private.step_leases[] := array(
    select lease from unnest(leases) as lease where lease.crashes < 2
  );
  v_suspects sluice_private.step_leases[] := array(
    select lease from unnest(leases) as lease where lease.crashes >= 2
  );
begin
  return sluice_private.return_leases(v_crashed, 1)
    + coalesce(sluice_private.quarantine(v_suspects), 0);
end;
$$;

comment on function sluice_private.count_crashes(sluice_private.step_leases[]) is
  'Gives steps back that a process died of, or with; after three times they fail. Says how many.';
