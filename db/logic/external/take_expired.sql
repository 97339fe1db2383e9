/* What somebody says in a transaction that is still open counts once it commits; until then the
   lock is neither lost nor waited for. Whoever has committed meanwhile is seen by the last look,
   a statement of its own. */
create or replace function sluice_private.take_expired(at_most int)
returns sluice_private.step_leases[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lost sluice_private.step_leases[] := array(
    select lease
    from sluice_private.step_leases as lease
    where lease.expires_at < clock_timestamp()
      and not exists (
        select from sluice_private.arrivals as report
        where report.organization_id = lease.organization_id
          and report.execution_id = lease.execution_id
          and report.token = lease.token
      )
    order by lease.expires_at
    limit at_most
  );
begin
  v_lost := array(
    select l
    from unnest(v_lost) as l
    where pg_try_advisory_xact_lock(sluice_private.lock_key(l.token))
  );
  return array(
    select l
    from unnest(v_lost) as l
    where not exists (
      select from sluice_private.arrivals as report
      where report.organization_id = l.organization_id
        and report.execution_id = l.execution_id
        and report.token = l.token
    )
  );
end;
$$;

comment on function sluice_private.take_expired(int) is
  'Up to this many locks of workers outside that have expired, or were given back, and of which '
  'nobody is saying just now what became of the step.';
