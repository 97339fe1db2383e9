/* What a process has died of waits for nothing but a place apart, first come, first served: it has
   had its turn before. */
create or replace function sluice_private.take_suspects(host sluice_private.workers, apart int)
returns sluice_private.handed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ready sluice_private.ready_steps[];
begin
  if coalesce(apart, 0) <= 0
    or not pg_try_advisory_xact_lock(hashtextextended('sluice:admit', 0))
  then
    return array[]::sluice_private.handed_step[];
  end if;
  v_ready := array(
    select held.step
    from (
      select ready as step, ready.seq
      from sluice_private.ready_steps as ready
      where ready.crashes > 0 and ready.action = any (host.actions)
      order by ready.seq
      limit apart
      for update skip locked
    ) as held
    order by held.seq
  );
  return coalesce(
    (
      select leased.handed
      from sluice_private.lease_steps(
        v_ready, sluice_private.judge_limits(v_ready, sluice_hidden.now()), host, apart
      ) as leased
      where v_ready <> '{}'
    ),
    array[]::sluice_private.handed_step[]
  );
end;
$$;

comment on function sluice_private.take_suspects(sluice_private.workers, int) is
  'Binds steps that a process has died of, and that no limit forbids, to a host that has places '
  'apart for so many.';
