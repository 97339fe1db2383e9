/* The execution locks come first, as everywhere; one that is held is left to the next sweep.
   A report that is noted already stands. */
create or replace function sluice_private.quarantine(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locked uuid[] := sluice_private.lock_executions(
    array(select l.organization_id from unnest(leases) as l),
    array(select l.execution_id from unnest(leases) as l)
  );
  v_suspects sluice_private.step_leases[] := array(
    select l
    from unnest(leases) as l
    where l.execution_id = any (v_locked)
      and not exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = l.organization_id
          and arrival.execution_id = l.execution_id
          and arrival.token = l.token
      )
  );
  v_done record;
begin
  delete from graphile_worker._private_jobs as job
  using unnest(v_suspects) as l
  where job.key = 'sluice:' || l.slot;

  select s.tokens, s.handed
  into v_done
  from sluice_private.settle_guarded(
    array(
      select (
        l.organization_id, l.execution_id, l.token, l.worker_id, l.epoch, 'failed',
        jsonb_build_object(
          'class', 'crash', 'retryable', false,
          'message', format('its worker died %s times while it ran', l.crashes + 1)
        )
      )::sluice_private.step_report
      from unnest(v_suspects) as l
    ),
    null
  ) as s;
  return cardinality(v_done.tokens);
end;
$$;

comment on function sluice_private.quarantine(sluice_private.step_leases[]) is
  'Fails steps that have taken three workers with them; says how many.';
