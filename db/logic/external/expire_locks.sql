/* The execution locks come before any row's, as everywhere; one that is held is left to the next
   look. */
create or replace function sluice_private.expire_locks()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lost sluice_private.step_leases[] := sluice_private.take_expired(1000);
  v_locked uuid[];
begin
  if cardinality(v_lost) = 0 then
    return 0;
  end if;
  v_locked := sluice_private.lock_executions(
    array(select l.organization_id from unnest(v_lost) as l),
    array(select l.execution_id from unnest(v_lost) as l)
  );
  return sluice_private.return_leases(
    array(select l from unnest(v_lost) as l where l.expires_at = '-infinity'), 0
  ) + sluice_private.delay_expired(array(
    select l
    from unnest(v_lost) as l
    where l.expires_at > '-infinity' and l.crashes < 2 and l.execution_id = any (v_locked)
  )) + sluice_private.fail_expired(array(
    select l from unnest(v_lost) as l where l.expires_at > '-infinity' and l.crashes >= 2
  ));
end;
$$;

comment on function sluice_private.expire_locks() is
  'Takes back the locks of workers outside that have expired, or were given back; says how many.';
